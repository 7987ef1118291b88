import type { Change, Scenario, SourcePlan } from '../scenario.ts';
import { VOCABULARIES } from '../world/vocabulary.ts';

/** Lists stand still and in order, nobody is ill or slow: every page must be perfect. */
export const isCalm = (scenario: Scenario): boolean =>
  scenario.outages.length === 0 &&
  !isDisordered(scenario) &&
  !scenario.changes.some(({ kind }) => kind.startsWith('origin') || kind.endsWith('moves')) &&
  !isHasty(scenario) &&
  !isCostly(scenario) &&
  !scenario.sources.some(({ isStuck }) => isStuck);

/** So many answers, one after the other, a page may need at least; and so many lists it reads in a second, also on a busy machine. */
const ANSWERS = 10;
const LISTS = 50;

/** What a page needs may take longer than it is given: then its rows come later, and nothing is lost by that. */
export function isHasty(scenario: Scenario): boolean {
  const limit = deadlineMs(scenario);
  return scenario.sources.some(
    (source) =>
      source.latencyMs * answersOf(source, scenario) > limit || (source.lists.length / LISTS) * 1_000 > limit,
  );
}

/** What comes in pieces is read one after the other, and looked at once more. */
const answersOf = (source: SourcePlan, { sizes }: Scenario): number =>
  Math.max(ANSWERS, 2 * Math.ceil(Math.max(...sizes) / capOf(source)));

export const capOf = ({ style, cap, partition }: SourcePlan): number =>
  Math.min(cap ?? VOCABULARIES[style].maxPage, partition ?? VOCABULARIES[style].maxPage);

/** So often a long tie is read whose rows change places; and what one operation may send, in all and for each list. */
const READINGS = 12;
const [REQUESTS, REQUESTS_A_LIST] = [500, 4];

/**
 * A tie may take more requests than an operation has: the next page goes on with it, and nothing is lost by that either. So may a
 * list of small pages that rows hide which cannot be read: it is read whole, several times over.
 */
function isCostly(scenario: Scenario): boolean {
  const pages = scenario.sources.flatMap((source) => source.lists.map(({ rows }) => rows / capOf(source)));
  const once = pages.reduce((sum, one) => sum + Math.ceil(one), 0);
  const isSeveral = hasTies(scenario) || scenario.sources.some((_, s) => isSpoilt(scenario, `s${s}`));
  return isSeveral && READINGS * once > REQUESTS + REQUESTS_A_LIST * pages.length;
}

export const isDisordered = ({ sources, changes }: Scenario): boolean =>
  changes.some(({ kind }) => kind === 'invert' || kind === 'clock-jumps') ||
  sources.some(({ ignoresOrder }) => ignoresOrder) ||
  sources.some(({ lists }) => lists.some(({ inversions, timeless }) => inversions.rows + timeless > 0));

/** Some rows of a source cannot be read, at some time. */
export const isSpoilt = ({ sources, changes }: Scenario, id: string): boolean =>
  changes.some(({ kind }) => kind.startsWith('spoil')) ||
  sources.some(({ lists }, s) => `s${s}` === id && lists.some(({ spoilt }) => spoilt.length > 0));

export const isStatic = ({ changes }: Scenario): boolean => changes.length === 0;

/** Rows leave the list, so that its count may fall. */
export const loses = ({ changes }: Scenario): boolean => changes.some(({ kind }) => LOSING.includes(kind));

const LOSING: readonly Change[] = [
  'delete',
  'delete-edge',
  'status',
  'spoil',
  'spoil-edge',
  'spoil-page',
  'origin-vanishes',
  'row-moves',
  'list-moves',
];

export const isResidual = ({ filter }: Scenario): boolean =>
  [filter.statuses, filter.notStatuses, filter.phases, filter.kinds, filter.resourceIds].some(
    (field) => field !== undefined,
  );

export const hasTies = ({ sources }: Scenario): boolean =>
  sources.some(({ lists }) => lists.some(({ ties }) => ties > 2));

const settingOf = (scenario: Scenario, name: string, otherwise: number): number =>
  Number(scenario.settings[name] ?? otherwise);

export const discoveryMs = (scenario: Scenario): number =>
  settingOf(scenario, 'discoverySeconds', 30) * 1_000;

export const deadlineMs = (scenario: Scenario): number => settingOf(scenario, 'deadlineMs', 8_000);

/** How long an answer is waited for at least. */
export const patienceMs = (scenario: Scenario): number =>
  Math.min(deadlineMs(scenario), settingOf(scenario, 'timeoutMs', 5_000));

/** How old what the gateway says may be. */
export function stalenessMs(scenario: Scenario): number {
  const cache = settingOf(scenario, 'cacheSeconds', 0) * 1_000;
  const shared = scenario.companions > 0 ? 2_000 : 0;
  // Finished jobs that are fetched one by one are kept for a minute, and found by discovery.
  const isFetched = scenario.sources.some(({ style }) => style === 'huawei-servicestage');
  const hasOrigins = scenario.changes.some(({ kind }) => kind.startsWith('origin') || kind === 'list-moves');
  return cache + shared + (isFetched ? 60_000 : 0) + (isFetched || hasOrigins ? discoveryMs(scenario) : 0);
}
