import type { Scenario } from '../scenario.ts';
import { compareKeys, type Key } from '../world/row.ts';
import type { Edge, Page, Report } from './page.ts';
import type { Stage } from './stage.ts';

/** One client's way through the list, or through a part of it. */
export interface WalkPlan {
  readonly name: string;
  /** The pages of the leading walk are those that changes and outages are told by. */
  readonly isLeading: boolean;
  readonly isBackward: boolean;
  readonly sizes: readonly number[];
  readonly anyEdge: boolean;
  /** The row after which, and the one before which, the part lies; null: the list's own end. */
  readonly after: Edge | null;
  readonly before: Edge | null;
  /** Names of rows that had not come when the walk was at `after`: some may stand before it, and come late. */
  readonly owed: ReadonlySet<string>;
  /** The moment at which the walk began whose cursors these are; `null`: it begins now. */
  readonly since: number | null;
}

/** What one page was, and what it cost. */
export interface Turn {
  readonly number: number;
  readonly size: number;
  readonly page: Page;
  /** Of the page, in the direction of the walk. */
  readonly edges: readonly Edge[];
  readonly cursor: string | null;
  readonly goesOn: boolean;
  readonly next: string | null;
  readonly startedAt: number;
  /** When it began, as a moment of the world. */
  readonly moment: number;
  readonly elapsedMs: number;
  /** Requests for rows, by source. */
  readonly requests: readonly number[];
}

export interface Walk {
  readonly stage: Stage;
  readonly plan: WalkPlan;
  /** The moment it began at, of the world. */
  readonly since: number;
  readonly accepted: Map<string, Edge>;
  /** When the page began that gave a row last, as a moment of the world; by the row's name. */
  readonly givenAt: Map<string, number>;
  readonly turns: Turn[];
  /** Sources that have said that they are behind. */
  readonly behind: Set<string>;
  /** Sources that have said that some of their rows cannot be read. */
  readonly told: Set<string>;
  cursor: string | null;
  /** The last accepted row that is not late. */
  place: Key | null;
}

export const createWalk = (stage: Stage, plan: WalkPlan): Walk => ({
  stage,
  plan,
  since: plan.since ?? stage.world.now(),
  accepted: new Map(),
  givenAt: new Map(),
  turns: [],
  behind: new Set(),
  told: new Set(),
  cursor: (plan.isBackward ? plan.before : plan.after)?.cursor ?? null,
  place: null,
});

/** In the order of the list. */
export const listOrder = ({ order }: Scenario): ((a: Key, b: Key) => number) =>
  order === 'CREATED_AT_DESC' ? compareKeys : (a, b) => -compareKeys(a, b);

/** In the order in which the walk meets rows. */
export function walkOrder({ stage, plan }: Walk): (a: Key, b: Key) => number {
  const compare = listOrder(stage.scenario);
  return plan.isBackward ? (a, b) => -compare(a, b) : compare;
}

export function isInRange({ stage, plan }: Walk, key: Key): boolean {
  const compare = listOrder(stage.scenario);
  return (
    (plan.after === null || compare(plan.after.key, key) < 0) &&
    (plan.before === null || compare(key, plan.before.key) < 0)
  );
}

/** Rows that have matched since the walk began, and that no page up to now has given. */
export function missingOf(walk: Walk, given: ReadonlySet<string> = new Set()): Key[] {
  return walk.stage.world
    .steady(walk.since)
    .filter((key) => isInRange(walk, key))
    .filter((key) => !walk.accepted.has(nameOfKey(key)) && !given.has(nameOfKey(key)));
}

const nameOfKey = ({ source, id }: Key): string => `${source}/${id}`;

/** The source says that some of its rows may not be there. */
export const isBehind = (report: Report): boolean =>
  report.owesRows === true || (report.state !== 'OK' && report.state !== 'SKIPPED' && !tellsOfSpoilt(report));

/** Only some rows that cannot be read are left out. */
export const tellsOfSpoilt = ({ state, code, message, owesRows: owes }: Report): boolean =>
  state === 'PARTIAL' && owes !== true && isOfSpoilt(code, message);

export const isOfSpoilt = (code: string | null, message: string | null): boolean =>
  code === 'UPSTREAM_BAD_RESPONSE' && message?.includes('cannot be read and is left out') === true;

/** Whether going on from the last cursor is said to bring more. */
export const owesRows = (report: Report): boolean =>
  report.owesRows ?? (isBehind(report) && report.isRetryable);
