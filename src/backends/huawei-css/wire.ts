import { z } from 'zod';
import { optionalFlag, optionalText, requiredText } from '../../datasource/wire/fields.ts';
import type { ListShape } from '../../datasource/wire/list-reader.ts';
import { rowReader } from '../../datasource/wire/row-reader.ts';
import { optionalTime } from '../../datasource/wire/times.ts';

/** A cluster (docs/vendors/huawei-css.md#discovery). */
export const cluster = rowReader('cluster', z.object({ id: requiredText, name: optionalText }));

export const clusters: ListShape = { rows: 'clusters', total: 'totalSize' };

const logSettings = rowReader(
  'settings',
  z.object({ logConfiguration: z.object({ logSwitch: optionalFlag }).nullish() }),
);

/** Whether a cluster backs its logs up (docs/vendors/huawei-css.md#log-settings); without a word on it, it is asked. */
export const backsUpLogs = (body: unknown): boolean =>
  logSettings(body).logConfiguration?.logSwitch !== false;

/** One log backup job (docs/vendors/huawei-css.md#answer). `createAt` and `jobTypes` are the service's own spelling. */
export const logRecord = rowReader(
  'job',
  z.object({
    id: optionalText,
    jobId: requiredText,
    clusterId: optionalText,
    createAt: optionalTime,
    finishedAt: optionalTime,
    status: optionalText,
    jobTypes: optionalText,
    failedMsg: optionalText,
    logPath: optionalText,
  }),
);

/** `totalSize` only where the service is new (docs/vendors/huawei-css.md#answer). */
export const logRecords: ListShape = { rows: 'clusterLogRecord', total: 'totalSize' };
