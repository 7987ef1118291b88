import { z } from 'zod';
import {
  epochTime,
  optionalCount,
  optionalText,
  optionalTime,
  requiredText,
  rowList,
} from '../../datasource/contract/wire.ts';

/** A cluster (docs/vendors/huawei-css.md#discovery). */
export const cluster = z.object({ id: requiredText, name: optionalText });

export const clusters = z
  .object({ totalSize: optionalCount, clusters: rowList })
  .transform((body) => ({ rows: body.clusters, total: body.totalSize }));

/** Whether a cluster backs its logs up (docs/vendors/huawei-css.md#log-settings); without a word on it, it is asked. */
export const logSettings = z
  .object({ logConfiguration: z.object({ logSwitch: z.boolean().nullish() }).nullish() })
  .transform((body) => body.logConfiguration?.logSwitch !== false);

/** One log backup job (docs/vendors/huawei-css.md#answer). `createAt` and `jobTypes` are spelt so. */
export const logRecord = z.object({
  id: optionalText,
  jobId: requiredText,
  clusterId: optionalText,
  createAt: optionalTime(epochTime),
  finishedAt: optionalTime(epochTime),
  status: optionalText,
  jobTypes: optionalText,
  failedMsg: optionalText,
  logPath: optionalText,
});

/** `totalSize` only where the service is new (docs/vendors/huawei-css.md#answer). */
export const logRecords = z
  .object({ totalSize: optionalCount, clusterLogRecord: rowList })
  .transform((body) => ({ rows: body.clusterLogRecord, total: body.totalSize }));
