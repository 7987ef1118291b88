import { judgeWalk } from './judge/judge-end.ts';
import { judgeCost } from './judge/judge-requests.ts';
import { createRandom } from './random.ts';
import type { Scenario } from './scenario.ts';
import type { Fault } from './walk/faults.ts';
import { openStage, type Stage } from './walk/stage.ts';
import { takeWalk } from './walk/take-walk.ts';
import { createWalk, listOrder, type Walk, type WalkPlan } from './walk/walk.ts';
import { nameOf } from './world/row.ts';

export interface Outcome {
  readonly faults: readonly Fault[];
  readonly trace: readonly string[];
}

/** Sets the stage, takes all walks of a scenario, and says what was wrong. */
export async function runScenario(scenario: Scenario): Promise<Outcome> {
  await using stage = await openStage(scenario);
  if (scenario.warmsUp)
    await stage.client.ask({ filter: {}, orderBy: scenario.order, first: 1, asksCount: false });
  await stage.turnTo(-1, null);
  const [leading] = await Promise.all([
    take(stage, planOf(scenario)).finally(() => companions(scenario).length > 0 && stage.heal()),
    ...companions(scenario).map((plan) => take(stage, plan)),
  ]);
  for (const plan of slicesOf(scenario, leading)) await take(stage, plan);
  const [line] = stage.log;
  if (line !== undefined) stage.faults.add('unexpected error logged', JSON.stringify(line).slice(0, 600));
  return { faults: stage.faults.all, trace: stage.trace };
}

async function take(stage: Stage, plan: WalkPlan): Promise<Walk> {
  const walk = createWalk(stage, plan);
  await takeWalk(walk);
  const isCutShort = stage.faults.all.some(({ kind }) => ['endless', 'no answer', 'error'].includes(kind));
  if (!isCutShort) judgeWalk(walk);
  if (plan.isLeading && !scenarioRepeats(stage)) judgeCost(walk);
  return walk;
}

const scenarioRepeats = ({ scenario }: Stage): boolean => scenario.repeats;

const planOf = ({ isBackward, sizes, anyEdge }: Scenario): WalkPlan => ({
  name: 'page',
  isLeading: true,
  isBackward,
  sizes,
  anyEdge,
  after: null,
  before: null,
  owed: new Set(),
  since: null,
});

const companions = (scenario: Scenario): WalkPlan[] =>
  Array.from({ length: scenario.companions }, (_, n) => ({
    ...planOf(scenario),
    name: `companion ${n}, page`,
    isLeading: false,
    isBackward: n % 2 === 1,
    sizes: n % 3 === 0 ? scenario.sizes : [7 + n * 11],
  }));

/** Parts between two rows that were given in their places. */
function slicesOf(scenario: Scenario, { accepted, since }: Walk): WalkPlan[] {
  const given = [...accepted.values()];
  const random = createRandom(`${scenario.seed}/slices`);
  const compare = listOrder(scenario);
  const inPlace = given.filter(({ isLate }) => !isLate).toSorted((a, b) => compare(a.key, b.key));
  if (inPlace.length < 2) return [];
  return Array.from({ length: scenario.slices }, (_, n) => {
    const from = random.int(0, inPlace.length - 2);
    const to = random.int(from + 1, inPlace.length - 1);
    const [isBackward, after, before] = [random.chance(0.5), inPlace[from], inPlace[to]];
    const begin = isBackward ? before : after;
    return {
      ...planOf(scenario),
      name: `slice ${n}, page`,
      isLeading: false,
      isBackward,
      since,
      after: after ?? null,
      before: before ?? null,
      owed: new Set(
        given.slice(begin === undefined ? 0 : given.indexOf(begin) + 1).map(({ key }) => nameOf(key)),
      ),
    };
  });
}
