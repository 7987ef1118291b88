import { isSpoilt } from './judge/expectations.ts';
import { createRandom, type Random } from './random.ts';
import { type ListPlan, type Scenario, type SourcePlan, STYLES, type Style } from './scenario.ts';
import { BREAKER } from './walk/stage.ts';

export const listPlan = (plan: Partial<ListPlan> = {}): ListPlan => ({
  rows: 40,
  ties: 1,
  span: 3_600,
  age: 0,
  untimed: 0,
  isCoarse: false,
  inversions: { rows: 0, seconds: 0 },
  spoilt: [],
  timeless: 0,
  ...plan,
});

export const sourcePlan = (style: Style, lists: ListPlan[]): SourcePlan => ({
  style,
  lists,
  latencyMs: 0,
  cap: null,
  total: 'right',
  partition: null,
  shuffles: true,
  shorts: [],
  isMarkerInclusive: false,
  goneMarker: 'empty',
  isStuck: false,
  ignoresOrder: false,
  contradicts: false,
  zone: 'Asia/Shanghai',
  isNewer: false,
  isOddlySpelled: false,
  dropsReused: false,
});

/** Lists of one vendor, of very different lengths. */
export function drawSource(style: Style, random: Random): SourcePlan {
  const isFetched = style === 'huawei-servicestage';
  const lists = Array.from({ length: random.int(1, isFetched ? 2 : 3) }, () =>
    listPlan({
      rows: isFetched ? random.int(0, 12) : random.chance(0.2) ? random.int(0, 4) : random.int(5, 140),
      age: random.chance(0.2) ? random.int(0, 3_000) : 0,
    }),
  );
  return sourcePlan(style, lists);
}

/** A walk on which nothing goes wrong: what modes begin with. */
export function plainScenario(seed: number, random: Random): Scenario {
  const styles = STYLES.filter(() => random.chance(0.5));
  const chosen = styles.length === 0 ? [random.pick(STYLES)] : styles;
  const doubled = random.chance(0.3) ? [...chosen, random.pick(chosen)] : chosen;
  return {
    seed,
    sources: doubled.map((style) => drawSource(style, random)),
    order: random.chance(0.7) ? 'CREATED_AT_DESC' : 'CREATED_AT_ASC',
    isBackward: random.chance(0.25),
    sizes: drawSizes(random),
    filter: {},
    changes: [],
    outages: [],
    restarts: [],
    crashes: [],
    standstills: [],
    gateways: 1,
    respells: false,
    pauses: [],
    warmsUp: false,
    anyEdge: false,
    slices: 0,
    repeats: false,
    asksCount: random.chance(0.3),
    looksUp: 0,
    companions: 0,
    settings: { breaker: BREAKER },
    server: {},
  };
}

/** Pages that do not make a walk of hundreds. */
const drawSizes = (random: Random): number[] =>
  random.pick([[20], [10, 50], [100], [33], [random.int(8, 60)], [1, 7, 100], [500]]);

/** Changes a scenario that another one, or none, has changed before. */
export type Trait = (scenario: Scenario, random: Random) => void;

/** The same seed, the same scenario. */
export function drawScenario(mode: string, traits: readonly Trait[], seed: number): Scenario {
  const random = createRandom(`${mode}/${seed}`);
  const scenario = plainScenario(seed, random);
  for (const trait of traits) trait(scenario, random);
  return withinReason(scenario);
}

/** Of rows that cannot be read nobody knows which have come, if those of one instant change places. */
function withinReason(scenario: Scenario): Scenario {
  for (const [s, source] of scenario.sources.entries())
    if (isSpoilt(scenario, `s${s}`)) source.shuffles = false;
  return scenario;
}
