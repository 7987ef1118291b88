import { z } from 'zod';
import {
  optionalFlag,
  optionalNumber,
  optionalText,
  readFlag,
  readNumber,
  readText,
  requiredField,
  requiredText,
} from '../../datasource/wire/fields.ts';
import { type RowReader, rowReader } from '../../datasource/wire/row-reader.ts';
import type { Clock } from '../zstack-family/clock.ts';
import { optionalClockTime, optionalDump } from '../zstack-family/wire.ts';

/**
 * A key that counts up: a number, printed with a fraction by some documents, or a text of digits
 * (docs/vendors/zstack.md#fields).
 */
const rowId = requiredField('a whole number', (value) => {
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return String(value);
  const text = readText(value);
  if (text === null || text === undefined) return text;
  return /^(\d{1,20})(?:\.0+)?$/.exec(text.trim())?.[1];
});

/** One run of a scheduler job (docs/vendors/zstack.md#fields); keys whose value is null are absent. */
export const history = (clock: Clock): RowReader<HistoryRow> => rowReader('job', historyRow(clock));

const historyRow = (clock: Clock) =>
  z.object({
    id: rowId,
    triggerUuid: optionalText,
    schedulerJobUuid: optionalText,
    schedulerJobGroupUuid: optionalText,
    jobType: optionalText,
    fireInstanceId: optionalText,
    startTime: optionalClockTime(clock),
    executeTime: optionalNumber,
    targetResourceUuid: optionalText,
    requestDump: optionalDump,
    resultDump: optionalDump,
    success: optionalFlag,
  });

/** Of what the status is made, and when it began, where the dumps are left out (docs/vendors/zstack.md#status). */
export const toldStatus = z.object({
  startTime: requiredText,
  executeTime: requiredField('a number', readNumber),
  success: requiredField('true or false', readFlag),
});

export type HistoryRow = z.output<ReturnType<typeof historyRow>>;
