import { type Outcome, runScenario } from './run-scenario.ts';
import type { Scenario } from './scenario.ts';
import type { FaultKind } from './walk/faults.ts';

export interface Story extends Outcome {
  readonly scenario: Scenario;
}

/** Cuts a failing scenario down for as long as the same fault remains, and until a time of day. */
export async function shrink(story: Story, kind: FaultKind, until: number): Promise<Story> {
  let best = story;
  for (let progress = true; progress; ) {
    progress = false;
    for (const smaller of simpler(best.scenario)) {
      if (Date.now() > until) return best;
      const outcome = await runScenario(structuredClone(smaller)).catch(() => null);
      if (!outcome?.faults.some((fault) => fault.kind === kind)) continue;
      best = { scenario: smaller, ...outcome };
      progress = true;
      break;
    }
  }
  return best;
}

/** The boldest cuts first. */
function* simpler(scenario: Scenario): Generator<Scenario> {
  for (const s of scenario.sources.keys()) if (scenario.sources.length > 1) yield withoutSource(scenario, s);
  for (const s of scenario.sources.keys())
    if ((scenario.sources[s]?.lists.length ?? 0) > 1) yield withHalfTheLists(scenario, s);
  if (scenario.sources.some(({ lists }) => lists.some(({ rows }) => rows > 2)))
    yield withHalfTheRows(scenario);
  for (const field of ['outages', 'restarts', 'crashes', 'standstills', 'pauses', 'changes'] as const)
    yield* withFewer(scenario, field);
  if (scenario.slices > 1) yield { ...scenario, slices: 1 };
  for (const plain of PLAINER) {
    const changed = { ...scenario, ...plain };
    if (JSON.stringify(changed) !== JSON.stringify(scenario)) yield changed;
  }
}

const PLAINER: readonly Partial<Scenario>[] = [
  { companions: 0 },
  { asksCount: false },
  { looksUp: 0 },
  { gateways: 1 },
  { respells: false },
  { repeats: false },
  { slices: 0 },
  { anyEdge: false },
  { isBackward: false },
  { order: 'CREATED_AT_DESC' },
  { filter: {} },
  { warmsUp: false },
  { sizes: [20] },
];

function withoutSource(scenario: Scenario, gone: number): Scenario {
  const outages = scenario.outages
    .filter(({ source }) => source !== gone)
    .map((outage) => ({ ...outage, source: outage.source - (outage.source > gone ? 1 : 0) }));
  return { ...scenario, sources: scenario.sources.filter((_, s) => s !== gone), outages };
}

const withHalfTheLists = (scenario: Scenario, at: number): Scenario => ({
  ...scenario,
  sources: scenario.sources.map((source, s) =>
    s === at ? { ...source, lists: source.lists.slice(0, Math.ceil(source.lists.length / 2)) } : source,
  ),
});

const withHalfTheRows = (scenario: Scenario): Scenario => ({
  ...scenario,
  sources: scenario.sources.map((source) => ({
    ...source,
    lists: source.lists.map((list) => ({
      ...list,
      rows: Math.ceil(list.rows / 2),
      untimed: Math.ceil(list.untimed / 2),
    })),
  })),
});

function* withFewer(
  scenario: Scenario,
  field: 'outages' | 'restarts' | 'crashes' | 'standstills' | 'pauses' | 'changes',
): Generator<Scenario> {
  const all: readonly unknown[] = scenario[field];
  if (all.length > 1) yield { ...scenario, [field]: [] };
  if (all.length <= 8)
    for (const i of all.keys()) yield { ...scenario, [field]: all.filter((_, at) => at !== i) };
}
