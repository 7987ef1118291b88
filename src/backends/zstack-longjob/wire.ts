import { z } from 'zod';
import { optionalNumber, optionalText, requiredText } from '../../datasource/wire/fields.ts';
import { type RowReader, rowReader } from '../../datasource/wire/row-reader.ts';
import type { Clock } from '../zstack-family/clock.ts';
import { optionalClockTime, optionalDump } from '../zstack-family/wire.ts';

const longjobRow = (clock: Clock) =>
  z.object({
    uuid: requiredText,
    name: optionalText,
    description: optionalText,
    apiId: optionalText,
    jobName: optionalText,
    jobData: optionalDump,
    jobResult: optionalDump,
    state: optionalText,
    targetResourceUuid: optionalText,
    managementNodeUuid: optionalText,
    createDate: optionalClockTime(clock),
    lastOpDate: optionalClockTime(clock),
    executeTime: optionalNumber,
  });

/** What stands in each row, also where the dumps are left out. */
export const toldStatus = z.object({ state: requiredText, createDate: requiredText });

export type Longjob = z.output<ReturnType<typeof longjobRow>>;

/** One long job (docs/vendors/zstack-longjob.md#fields); keys whose value is null are absent. */
export const longjob = (clock: Clock): RowReader<Longjob> => rowReader('job', longjobRow(clock));

/** docs/vendors/zstack-longjob.md#nodes. */
export const managementNode = rowReader('node', z.object({ uuid: requiredText, hostName: optionalText }));
