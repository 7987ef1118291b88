import type { Temporal as Polyfill } from 'temporal-polyfill';
import type { TimeSpan, TimeWindow } from '../../datasource/contract/backend-definition.ts';
import type { Query } from '../../datasource/contract/transport.ts';
import { isOnCalendar, possibleTime, readTime } from '../../datasource/wire/times.ts';
import type { Instant } from '../../model/job.ts';
import { Temporal } from '../../model/temporal.ts';

const SECOND = 1_000;
const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** Java's US format: `Nov 14, 2017 10:20:57 PM`; newer versions put a comma behind the year and U+202F before AM or PM. */
const PRINTED =
  /^([A-Z][a-z]{2}) (\d{1,2}), (\d{4}),?[ \u00a0\u202f](\d{1,2}):(\d{2}):(\d{2})[ \u00a0\u202f]([AP])M$/;

/**
 * The management node's clock: it prints local times without a zone, to the second (docs/vendors/zstack.md#times). A
 * time that a gap leaves out is moved behind the gap; of a time that exists twice the first is taken, and the whole
 * hour that exists twice counts as one tie, because nobody can tell in which order its rows stand.
 */
export interface Clock {
  /** As the node prints it, or as other versions and what stands before them do: a `ValueReader`. */
  readonly read: (value: unknown) => Instant | null | undefined;
  /** What the clock shows, in milliseconds as if it showed UTC, as an instant. */
  readonly ofWall: (wall: number) => Instant;
  readonly tieOf: (time: Instant) => TimeSpan;
  /** Conditions of the query language on a field; they may let rows pass that stand just outside. */
  readonly within: (field: string, window: TimeWindow) => Query;
  /**
   * `Tue, 14 Nov 2017 22:20:57 GMT+08:00`, in local time: the node compares the local time alone
   * (docs/vendors/zstack.md#access-keys).
   */
  readonly printDate: (time: Instant) => string;
}

export function createClock(timeZone: string): Clock {
  // What was found last is kept, and looked at first: rows that are neighbours ask for the same.
  let last = NO_PERIOD;
  const find = (time: Instant): Period => {
    if (time < last.from || time >= last.to) last = periodAt(timeZone, time);
    return last;
  };
  const overlapAt: OverlapAt = (time) =>
    find(time).overlaps.find(({ start, end }) => time >= start && time < end) ?? null;
  /** `shown`: as if it showed UTC. Far from where the offset changes the instant is a subtraction. */
  const instantOf = (shown: number): Instant => {
    const time = shown - last.offset;
    if (time - CHANGES >= last.from && time + CHANGES < last.to) return time;
    const { offset, from, to } = find(shown);
    const there = shown - offset;
    return there - CHANGES >= from && there + CHANGES < to ? there : instantBy(timeZone, shown);
  };
  const wall = (time: Instant): string =>
    new Date(time + find(time).offset).toISOString().slice(0, -'.000Z'.length).replace('T', ' ');

  return {
    read: (value) => {
      const shown = typeof value === 'string' ? readPrinted(value) : null;
      return shown === null ? readTime(value, instantOf) : possibleTime(instantOf(shown));
    },
    ofWall: instantOf,
    tieOf: (time) => {
      if (time >= last.calm.from && time < last.calm.to) return { from: time, to: time };
      const overlap = overlapAt(time);
      return overlap !== null && time < overlap.turn
        ? { from: overlap.start, to: overlap.turn - 1 }
        : { from: time, to: time };
    },
    /** A constant that exists twice may be taken for either: conditions stand clear of the hours that do. */
    within: (field, { from, before }) => [
      ...(from === null ? [] : [condition(field, '>=', wall(clearBefore(overlapAt, comparable(from))))]),
      ...(before === null ? [] : [condition(field, '<', wall(clearBehind(overlapAt, comparable(before))))]),
    ],
    printDate: (time) => {
      const now = zoned(time, timeZone);
      const zone = now.offsetNanoseconds === 0 ? 'UTC' : `GMT${now.offset}`;
      const clock = now.toPlainTime().toString({ smallestUnit: 'second' });
      return `${DAYS[now.dayOfWeek - 1]}, ${two(now.day)} ${MONTHS[now.month - 1]} ${now.year} ${clock} ${zone}`;
    },
  };
}

type OverlapAt = (time: Instant) => Overlap | null;

/** The database knows days of the years 1000 to 9999, in any zone, and refuses all others; no job is older or younger. */
const FIRST_DAY = Date.UTC(1000, 0, 2);
const LAST_DAY = Date.UTC(9999, 11, 30);

/** In whole seconds, and within what can be compared. */
const comparable = (time: Instant): Instant =>
  Math.min(Math.max(Math.ceil(time / SECOND) * SECOND, FIRST_DAY), LAST_DAY);

function clearBefore(overlapAt: OverlapAt, time: Instant): Instant {
  const overlap = overlapAt(time);
  return overlap === null ? time : overlap.start - SECOND;
}

const clearBehind = (overlapAt: OverlapAt, time: Instant): Instant => overlapAt(time)?.end ?? time;

const condition = (field: string, operator: string, wall: string): readonly [string, string] => [
  'q',
  `${field}${operator}${wall}`,
];

const two = (value: number): string => String(value).padStart(2, '0');

/** What is printed, in milliseconds as if it were UTC. */
function readPrinted(text: string): number | null {
  const [, name = '', day, year, hour, minute, second, half] = PRINTED.exec(text) ?? [];
  const month = MONTHS.indexOf(name) + 1;
  const isTime = Number(hour) >= 1 && Number(hour) <= 12 && Number(minute) <= 59 && Number(second) <= 59;
  if (month === 0 || !isTime || !isOnCalendar(Number(year), month, Number(day))) return null;
  // No job is older, and `Date.UTC` would take the years 0 to 99 for those of 1900.
  if (Number(year) < 1970) return 0;
  const hours = (Number(hour) % 12) + (half === 'P' ? 12 : 0);
  return Date.UTC(Number(year), month - 1, Number(day), hours, Number(minute), Number(second));
}

const zoned = (time: Instant, zone: string): Polyfill.ZonedDateTime =>
  Temporal.Instant.fromEpochMilliseconds(time).toZonedDateTimeISO(zone);

/** The instant at which the clocks of a zone show a time, whatever changes about then. */
export const instantBy = (timeZone: string, shown: number): Instant =>
  zoned(shown, 'UTC').toPlainDateTime().toZonedDateTime(timeZone, { disambiguation: 'compatible' })
    .epochMilliseconds;

/** The clock is put back at `turn`: what it showed from `start` on, it shows again until `end`. */
interface Overlap {
  readonly start: Instant;
  readonly turn: Instant;
  readonly end: Instant;
}

/** Between two changes of a zone's offset. */
interface Period {
  readonly from: Instant;
  readonly to: Instant;
  /** What the clocks show is so many milliseconds ahead of UTC. */
  readonly offset: number;
  /** Hours that exist twice, at its ends. */
  readonly overlaps: readonly Overlap[];
  /** Between these hours. */
  readonly calm: { readonly from: Instant; readonly to: Instant };
}

/** Before any is known: no time lies in it. */
const NO_PERIOD: Period = { from: 0, to: 0, offset: 0, overlaps: [], calm: { from: 0, to: 0 } };

/** No clock is put forward or back by more, nor is it further from UTC. */
const CHANGES = 2 * 86_400_000;

function periodAt(timeZone: string, time: Instant): Period {
  const at = zoned(time, timeZone);
  const next = at.getTimeZoneTransition('next');
  const last = at.add({ nanoseconds: 1 }).getTimeZoneTransition('previous');
  const [before] = last === null ? [] : overlapOf(last);
  const [behind] = next === null ? [] : overlapOf(next);
  const from = last?.epochMilliseconds ?? Number.NEGATIVE_INFINITY;
  const to = next?.epochMilliseconds ?? Number.POSITIVE_INFINITY;
  return {
    from,
    to,
    offset: at.offsetNanoseconds / 1e6,
    overlaps: [before, behind].filter((one) => one !== undefined),
    calm: { from: before?.end ?? from, to: behind?.start ?? to },
  };
}

function overlapOf(turn: Polyfill.ZonedDateTime): Overlap[] {
  const before = turn.subtract({ nanoseconds: 1 });
  const lost = (before.offsetNanoseconds - turn.offsetNanoseconds) / 1e6;
  const at = turn.epochMilliseconds;
  return lost > 0 ? [{ start: at - lost, turn: at, end: at + lost }] : [];
}
