import type { Random } from '../random.ts';
import type { ListPlan, SourcePlan } from '../scenario.ts';
import { byRank, type Row, type RowList, SPOILINGS } from './row.ts';
import { VOCABULARIES } from './vocabulary.ts';
import { alike } from './wall-clock.ts';

/** No row is newer, but those that come into being during a walk. */
export const NEWEST = Date.UTC(2026, 9, 1, 12);

/** Numbers of which doubles hold one in some hundred. */
const BEYOND_DOUBLES = 653_247_040_368_672_769n;

/** Makes rows of one source, whose ids never repeat and run neither with nor against time. */
export interface RowMaker {
  readonly list: (id: string, plan: ListPlan) => RowList;
  readonly row: (list: string, time: number | null) => Row;
}

export function createRowMaker({ style, zone, isOddlySpelled }: SourcePlan, random: Random): RowMaker {
  const words = VOCABULARIES[style];
  const statuses = Object.keys(words.statuses);
  let made = random.int(0, 99_999);
  const newId = (): string => {
    made += 1;
    const scattered = (made * 7_919) % 999_983;
    if (isOddlySpelled) return String(BEYOND_DOUBLES + BigInt(scattered));
    return style === 'zstack' ? String(scattered) : `${scattered.toString(36)}-${made}`;
  };
  const unit = style === 'zstack' ? 1_000 : 1;
  const row = (list: string, wanted: number | null): Row => {
    const instant = wanted === null ? null : Math.floor(wanted / unit) * unit;
    const isPrinted = style === 'zstack' && instant !== null;
    return {
      id: newId(),
      time: isPrinted ? (alike(instant, zone)[0] ?? instant) : instant,
      instant,
      rank: instant ?? Number.NEGATIVE_INFINITY,
      status: random.chance(0.6) ? (statuses[0] ?? '') : random.pick(statuses),
      kind: words.kinds.length === 0 ? null : (words.kinds[rareIndex(random, words.kinds.length)] ?? null),
      resource:
        style === 'huawei-css' ? list : words.resources.length === 0 ? null : random.pick(words.resources),
      spoilt: null,
      isTimeless: false,
    };
  };
  return {
    row,
    list: (id, plan) => {
      const rows = timesOf(plan, plan.isCoarse ? 1_000 : unit, random).map((time) => row(id, time));
      displace(rows, plan, random);
      spoil(rows, plan, random);
      return { id, rows: withoutTimes(rows, plan, random) };
    },
  };
}

/** The last of several is one in twenty. */
const rareIndex = (random: Random, count: number): number =>
  random.chance(0.05) ? count - 1 : random.int(0, Math.max(0, count - 2));

function timesOf(plan: ListPlan, unit: number, random: Random): (number | null)[] {
  const times: number[] = [];
  while (times.length < plan.rows) {
    const back = (plan.age + random.next() * plan.span) * 1_000;
    const time = Math.floor((NEWEST - back) / unit) * unit;
    const alike = Math.min(plan.rows - times.length, random.int(1, Math.max(1, plan.ties * 2 - 1)));
    for (let i = 0; i < alike; i++) times.push(time);
  }
  return [...times, ...Array.from({ length: plan.untimed }, () => null)];
}

function displace(rows: readonly Row[], { inversions }: ListPlan, random: Random): void {
  for (let i = 0; i < inversions.rows; i++) {
    const row = random.pick(rows);
    row.rank += (random.chance(0.5) ? 1 : -1) * inversions.seconds * 1_000;
  }
}

function spoil(rows: readonly Row[], { spoilt }: ListPlan, random: Random): void {
  const sorted = rows.toSorted(byRank);
  for (const run of spoilt) {
    const first = Math.round(run.at * Math.max(0, sorted.length - run.rows));
    for (const row of sorted.slice(first, first + run.rows)) row.spoilt = random.pick(SPOILINGS);
  }
}

function withoutTimes(rows: readonly Row[], { timeless }: ListPlan, random: Random): Row[] {
  const chosen = new Set(Array.from({ length: rows.length === 0 ? 0 : timeless }, () => random.pick(rows)));
  return rows.map((row) => (chosen.has(row) ? { ...row, time: null, isTimeless: true } : row));
}
