import type { FilterPlan, Style } from '../scenario.ts';
import type { Row } from './row.ts';
import { VOCABULARIES } from './vocabulary.ts';

const PHASES: Readonly<Record<string, string>> = {
  QUEUED: 'PENDING',
  RUNNING: 'ACTIVE',
  ROLLING_BACK: 'ACTIVE',
  SUCCEEDED: 'DONE',
  PARTIALLY_FAILED: 'DONE',
  FAILED: 'DONE',
  TIMED_OUT: 'DONE',
  CANCELED: 'DONE',
  ROLLED_BACK: 'DONE',
  SKIPPED: 'DONE',
};

/** The examiner's own reading of a filter. */
export function matches(row: Row, backend: string, filter: FilterPlan): boolean {
  const isOneOf = (wanted: readonly string[] | undefined, value: string | null): boolean =>
    wanted === undefined ||
    (value !== null && wanted.some((one) => one.toLowerCase() === value.toLowerCase()));
  return (
    row.spoilt === null &&
    isOneOf(filter.backends, backend) &&
    isOneOf(filter.statuses, row.status) &&
    isOneOf(filter.phases, PHASES[row.status] ?? 'UNKNOWN') &&
    filter.notStatuses?.includes(row.status) !== true &&
    isOneOf(filter.kinds, row.kind) &&
    (filter.resourceIds === undefined ||
      (row.resource !== null && filter.resourceIds.includes(row.resource))) &&
    (filter.createdAfter === undefined ||
      (row.time !== null && row.time >= firstMillisecond(filter.createdAfter))) &&
    (filter.createdBefore === undefined ||
      (row.time !== null && row.time < firstMillisecond(filter.createdBefore)))
  );
}

/** Whether any row that such a vendor could ever have passes; where none does, there is nothing to ask it for. */
export function canMatch(style: Style, filter: FilterPlan): boolean {
  const { statuses, otherStatuses, kinds, resources } = VOCABULARIES[style];
  const { statuses: wanted, phases, notStatuses = [], backends } = filter;
  const hasStatus = [...Object.keys(statuses), ...otherStatuses].some(
    (status) =>
      (wanted?.includes(status) ?? true) &&
      (phases?.includes(PHASES[status] ?? 'UNKNOWN') ?? true) &&
      !notStatuses.includes(status),
  );
  return (
    hasStatus &&
    (filter.kinds === undefined || kinds.length > 0) &&
    (filter.resourceIds === undefined || resources.length > 0 || style === 'huawei-css') &&
    (backends?.includes(style) ?? true)
  );
}

/** The first whole millisecond that is not before an instant, whose fraction may have any number of digits. */
function firstMillisecond(text: string): number {
  const [, whole = '', fraction = '', zone = 'Z'] =
    /^([^.Z+]*)(?:\.(\d+))?(Z|[+-]\d\d:\d\d)$/.exec(text) ?? [];
  const digits = fraction.padEnd(3, '0');
  const rest = Number(digits.slice(3)) > 0 ? 1 : 0;
  return Date.parse(`${whole}${zone}`) + Number(digits.slice(0, 3)) + rest;
}
