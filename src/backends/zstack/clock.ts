import type { Temporal as Polyfill } from 'temporal-polyfill';
import { Temporal } from '../../config/temporal.ts';
import type { Tie, TimeWindow } from '../../datasource/contract/backend-definition.ts';
import type { Query } from '../../datasource/contract/transport.ts';
import type { Instant } from '../../model/job.ts';

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
  /** `null`: not a time in either format. */
  readonly read: (text: string) => Instant | null;
  /** What the clock shows, in milliseconds as if it showed UTC, as an instant. */
  readonly ofWall: (wall: number) => Instant;
  readonly tieOf: (time: Instant) => Tie;
  /** Conditions of the query language on `startTime`; they may let rows pass that stand just outside. */
  readonly within: (window: TimeWindow) => Query;
  /**
   * `Tue, 14 Nov 2017 22:20:57 GMT+08:00`, in local time: the node compares the local time alone
   * (docs/vendors/zstack.md#access-keys).
   */
  readonly printDate: (time: Instant) => string;
}

export function createClock(timeZone: string): Clock {
  const overlapAt = overlapFinder(timeZone);
  const local = (time: Instant): Polyfill.ZonedDateTime =>
    Temporal.Instant.fromEpochMilliseconds(time).toZonedDateTimeISO(timeZone);
  const instantOf = (shown: Polyfill.PlainDateTime): Instant =>
    shown.toZonedDateTime(timeZone, { disambiguation: 'compatible' }).epochMilliseconds;
  const wall = (time: Instant): string =>
    local(time).toPlainDateTime().toString({ smallestUnit: 'second' }).replace('T', ' ');

  return {
    read: (text) => {
      const parts = readPrinted(text);
      if (parts === null) return null;
      try {
        return instantOf(Temporal.PlainDateTime.from(parts, { overflow: 'reject' }));
      } catch {
        return null;
      }
    },
    ofWall: (time) =>
      instantOf(Temporal.Instant.fromEpochMilliseconds(time).toZonedDateTimeISO('UTC').toPlainDateTime()),
    tieOf: (time) => {
      const overlap = overlapAt(time);
      return overlap !== null && time < overlap.turn
        ? { from: overlap.start, to: overlap.turn - 1 }
        : { from: time, to: time };
    },
    /** A constant that exists twice may be taken for either: conditions stand clear of the hours that do. */
    within: ({ from, before }) => [
      ...(from === null ? [] : [startTime('>=', wall(clearBefore(overlapAt, comparable(from))))]),
      ...(before === null ? [] : [startTime('<', wall(clearBehind(overlapAt, comparable(before))))]),
    ],
    printDate: (time) => {
      const now = local(time);
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

const startTime = (operator: string, wall: string): readonly [string, string] => [
  'q',
  `startTime${operator}${wall}`,
];

const two = (value: number): string => String(value).padStart(2, '0');

function readPrinted(text: string) {
  const [, name = '', day, year, hour, minute, second, half] = PRINTED.exec(text) ?? [];
  const month = MONTHS.indexOf(name) + 1;
  if (month === 0 || Number(hour) < 1 || Number(hour) > 12) return null;
  return {
    year: Number(year),
    month,
    day: Number(day),
    hour: (Number(hour) % 12) + (half === 'P' ? 12 : 0),
    minute: Number(minute),
    second: Number(second),
  };
}

/** The clock is put back at `turn`: what it showed from `start` on, it shows again until `end`. */
interface Overlap {
  readonly start: Instant;
  readonly turn: Instant;
  readonly end: Instant;
}

/** Finds the hours that exist twice. What was found last is kept: rows that are neighbours ask for the same. */
function overlapFinder(timeZone: string): OverlapAt {
  let known: { readonly from: Instant; readonly to: Instant; readonly overlaps: readonly Overlap[] } | null =
    null;

  function look(time: Instant): NonNullable<typeof known> {
    const at = Temporal.Instant.fromEpochMilliseconds(time).toZonedDateTimeISO(timeZone);
    const next = at.getTimeZoneTransition('next');
    const last = at.add({ nanoseconds: 1 }).getTimeZoneTransition('previous');
    return {
      from: last?.epochMilliseconds ?? Number.NEGATIVE_INFINITY,
      to: next?.epochMilliseconds ?? Number.POSITIVE_INFINITY,
      overlaps: [last, next].flatMap((turn) => (turn === null ? [] : overlapOf(turn))),
    };
  }

  return (time) => {
    if (known === null || time < known.from || time >= known.to) known = look(time);
    for (const overlap of known.overlaps) if (time >= overlap.start && time < overlap.end) return overlap;
    return null;
  };
}

function overlapOf(turn: Polyfill.ZonedDateTime): Overlap[] {
  const before = turn.subtract({ nanoseconds: 1 });
  const lost = (before.offsetNanoseconds - turn.offsetNanoseconds) / 1e6;
  const at = turn.epochMilliseconds;
  return lost > 0 ? [{ start: at - lost, turn: at, end: at + lost }] : [];
}
