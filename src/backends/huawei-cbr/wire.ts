import { z } from 'zod';
import { optionalNumber, optionalText, requiredText } from '../../datasource/wire/fields.ts';
import type { ListShape } from '../../datasource/wire/list-reader.ts';
import { rowReader } from '../../datasource/wire/row-reader.ts';
import { ShapeError } from '../../datasource/wire/shape-error.ts';
import { optionalTime } from '../../datasource/wire/times.ts';

/** docs/vendors/huawei-cbr.md#vaults. */
export const vaults: ListShape = { rows: 'vaults', total: 'count', beside: ['limit', 'offset'] };

export const vault = rowReader('vault', z.object({ id: requiredText, name: optionalText }));

/** docs/vendors/huawei-cbr.md#answer. */
export const operationLogs: ListShape = {
  rows: 'operation_logs',
  total: 'count',
  beside: ['limit', 'offset'],
};

const single = z.object({ operation_log: z.unknown() });

/** One by its id (docs/vendors/huawei-cbr.md#request). */
export function onlyLog(body: unknown) {
  const { operation_log: row } = single.parse(body);
  if (row === null || row === undefined) throw new ShapeError('operation_log: is missing');
  return { rows: [row], total: null };
}

/** A mere text is the message. */
const errorInfo = z.preprocess(
  (told) => (typeof told === 'string' ? { message: told } : told),
  z.object({ code: optionalText, message: optionalText }).nullish(),
);

/** One operation (docs/vendors/huawei-cbr.md#answer). */
export const operationLog = rowReader(
  'job',
  z.object({
    id: requiredText,
    status: optionalText,
    operation_type: optionalText,
    created_at: optionalTime,
    started_at: optionalTime,
    ended_at: optionalTime,
    vault_id: optionalText,
    vault_name: optionalText,
    policy_id: optionalText,
    provider_id: optionalText,
    checkpoint_id: optionalText,
    error_info: errorInfo,
    extra_info: z
      .object({
        resource: z.object({ id: optionalText, type: optionalText, name: optionalText }).nullish(),
        backup: z.object({ backup_id: optionalText, backup_name: optionalText }).nullish(),
        common: z.object({ progress: optionalNumber }).nullish(),
      })
      .nullish(),
  }),
);

export type OperationLog = ReturnType<typeof operationLog>;
