import { listPlan, plainScenario, sourcePlan } from './draw-scenario.ts';
import { createRandom } from './random.ts';
import type { ListPlan, Scenario, SourcePlan } from './scenario.ts';

/** What a scenario says when nothing is said. */
const PLAIN: Scenario = {
  ...plainScenario(0, createRandom(0)),
  order: 'CREATED_AT_DESC',
  isBackward: false,
  sizes: [20],
  asksCount: false,
};

/** A scenario without what goes without saying: short enough for a command. */
export function printScenario(scenario: Scenario): string {
  const sources = scenario.sources.map(({ style, lists, ...rest }) => ({
    style,
    lists: lists.map((list) => without(list, listPlan())),
    ...without(rest, sourcePlan(style, [])),
  }));
  return JSON.stringify({ ...without(scenario, PLAIN), sources });
}

export function readScenario(text: string): Scenario {
  const found: Partial<Scenario> & { sources: SourcePlan[] } = JSON.parse(text);
  const sources = found.sources.map(({ style, lists, ...rest }) => ({
    ...sourcePlan(
      style,
      lists.map((list: Partial<ListPlan>) => listPlan(list)),
    ),
    ...rest,
  }));
  return { ...structuredClone(PLAIN), ...found, sources };
}

const without = (all: object, plain: object): object =>
  Object.fromEntries(
    Object.entries(all).filter(
      ([key, value]) => JSON.stringify(value) !== JSON.stringify(Reflect.get(plain, key)),
    ),
  );
