import { drawSource, listPlan, sourcePlan, type Trait } from '../draw-scenario.ts';
import type { Random } from '../random.ts';
import { type OutageKind, type OutagePlan, type Scenario, STYLES } from '../scenario.ts';

/** Short enough that a walk past a silent vendor takes seconds. */
const HASTE = { deadlineMs: 700, timeoutMs: 300, retries: 0 };

/** A second source, so that one can be ill while another is well. */
function pair(scenario: Scenario, random: Random): void {
  while (scenario.sources.length < 2) scenario.sources.push(drawSource(random.pick(STYLES), random));
}

function outage(scenario: Scenario, random: Random, plan: Partial<OutagePlan>): void {
  pair(scenario, random);
  Object.assign(scenario.settings, HASTE);
  scenario.outages.push({
    source: random.int(0, scenario.sources.length - 1),
    list: null,
    hits: 'all',
    kind: '500',
    fromPage: random.int(0, 4),
    pages: random.int(1, 3),
    ...plan,
  });
}

/** Lists of several pages each, or else the first page is the last. */
function cutAll({ sources }: Scenario, random: Random): void {
  for (const source of sources) source.cap = random.int(8, 30);
}

const RETRYABLE: readonly OutageKind[] = ['500', 'refused', 'reset', 'cut', 'hang'];

/** What vendors suffer from. */
export const TROUBLE_TRAITS: Readonly<Record<string, Trait>> = {
  'a blip': (scenario, random) => outage(scenario, random, { kind: random.pick(RETRYABLE) }),
  'blips of several': (scenario, random) => {
    for (let i = 0; i < 4; i++)
      outage(scenario, random, { kind: random.pick(RETRYABLE), hits: random.pick(['jobs', 'all']) });
  },
  'a blip of one list': (scenario, random) =>
    outage(scenario, random, { kind: random.pick(RETRYABLE), list: 0, hits: 'jobs' }),
  'a short outage': (scenario, random) => {
    outage(scenario, random, {
      kind: random.pick(['500', 'refused', 'reset', 'garbage', 'shape']),
      hits: random.pick(['jobs', 'all']),
      fromPage: random.int(1, 5),
      pages: null,
      lastsMs: random.int(20, 500),
    });
    scenario.sizes = [random.int(5, 40)];
    scenario.settings['deadlineMs'] = 3_000;
  },
  'short outages of all': (scenario, random) => {
    pair(scenario, random);
    for (const source of scenario.sources.keys())
      outage(scenario, random, {
        source,
        kind: random.pick(RETRYABLE),
        hits: random.pick(['jobs', 'all']),
        fromPage: random.int(1, 5),
        pages: null,
        lastsMs: random.int(20, 300),
      });
    scenario.sizes = [random.int(5, 40)];
    scenario.settings['deadlineMs'] = 3_000;
  },
  'the last page of each list hangs': (scenario, random) => {
    outage(scenario, random, { kind: 'hang', hits: 'jobs', at: 'last', pages: random.pick([3, null]) });
    cutAll(scenario, random);
  },
  'the first or last page fails': (scenario, random) => {
    outage(scenario, random, {
      kind: random.pick(['500', 'reset', 'cut', 'hang']),
      at: random.pick(['first', 'last']),
      hits: random.pick(['jobs', 'all']),
      pages: random.pick([2, 6, null]),
    });
    cutAll(scenario, random);
  },
  'connections are reset when used again': (scenario) => {
    for (const source of scenario.sources) source.dropsReused = true;
    scenario.settings['retries'] = 0;
  },
  'another shape for a while': (scenario, random) => outage(scenario, random, { kind: 'shape' }),
  'garbage for a while': (scenario, random) => outage(scenario, random, { kind: 'garbage' }),
  'haste is refused': (scenario, random) => outage(scenario, random, { kind: '429', hits: 'jobs' }),
  'a source dies': (scenario, random) =>
    outage(scenario, random, { kind: random.pick(RETRYABLE), pages: null }),
  'garbage to the end': (scenario, random) => outage(scenario, random, { kind: 'garbage', pages: null }),
  'a list dies': (scenario, random) =>
    outage(scenario, random, { kind: random.pick(RETRYABLE), pages: null, list: 0, hits: 'jobs' }),
  'a source is dead': (scenario, random) =>
    outage(scenario, random, { kind: random.pick(RETRYABLE), fromPage: 0, pages: null }),
  'all are dead': (scenario, random) => {
    pair(scenario, random);
    for (const source of scenario.sources.keys())
      outage(scenario, random, {
        source,
        kind: random.pick(RETRYABLE),
        fromPage: 2,
        pages: random.pick([2, null]),
      });
  },
  'the breaker is open': (scenario, random) => {
    outage(scenario, random, { kind: '500', hits: 'jobs', pages: random.int(2, 4) });
    scenario.settings['breaker'] = { failures: 1, halfOpenAfterMs: 300 };
  },
  'discovery fails': (scenario, random) => failDiscovery(scenario, random, '500'),
  'discovery hangs': (scenario, random) => failDiscovery(scenario, random, 'hang'),
  'a source is slow for a while': (scenario, random) => {
    outage(scenario, random, { kind: 'slow', hits: 'jobs' });
    scenario.settings['timeoutMs'] = 5_000;
  },
  'a search outlasts the deadline': (scenario, random) => {
    const [style, other] = random.pick([
      ['huawei-workspace', 'huawei-css'],
      ['huawei-css', 'zstack'],
    ] as const);
    const long = sourcePlan(style, [listPlan({ rows: random.int(500, 1_200), span: 86_400 })]);
    Object.assign(long, { latencyMs: 120, total: 'none', cap: random.pick([60, 100]) });
    scenario.sources = [long, drawSource(other, random)];
    scenario.order = 'CREATED_AT_ASC';
    scenario.isBackward = false;
    scenario.sizes = [500];
    // What one gateway has found out, the next one must learn from the cursor.
    scenario.restarts = random.chance(0.5) ? [1, 2, 3, 4, 5, 6, 7, 8] : [];
    Object.assign(scenario.settings, { deadlineMs: 1_000, timeoutMs: 5_000 });
  },
  'a tie outlasts the deadline': (scenario, random) => {
    const [style, other] = random.pick([
      ['huawei-workspace', 'huawei-css'],
      ['huawei-css', 'zstack'],
    ] as const);
    // Its rows change places, too, so that it must be read some seven times: all that takes ten seconds.
    const rows = random.int(280, 340);
    const long = sourcePlan(style, [listPlan({ rows, ties: 20 * rows })]);
    Object.assign(long, {
      latencyMs: 120,
      total: random.pick(['none', 'right']),
      cap: 30,
    });
    scenario.sources = [long, drawSource(other, random)];
    scenario.sizes = [500];
    Object.assign(scenario.settings, { deadlineMs: 1_000, timeoutMs: 5_000 });
  },
  'the machine stands still': (scenario, random) => {
    for (let i = random.int(4, 12); i > 0; i--)
      scenario.standstills.push({
        page: random.int(0, 12),
        answer: random.int(1, 8),
        ms: random.int(100, 900),
      });
    Object.assign(scenario.settings, HASTE);
  },
  'vendors are slow': (scenario, random) => {
    for (const source of scenario.sources) source.latencyMs = 60;
    // Some hundred lists cannot be opened any faster where others use the machine, too.
    const areMany = scenario.sources.some(({ lists }) => lists.length > 100);
    Object.assign(scenario.settings, { deadlineMs: areMany ? 1_500 : 400, timeoutMs: 5_000 });
    scenario.isBackward = random.chance(0.7);
    scenario.sizes = [random.pick([20, 60])];
  },
  'a page of few rows outlasts the deadline': (scenario, random) => {
    for (const source of scenario.sources) {
      Object.assign(source, { latencyMs: 60, cap: random.int(2, 5), total: random.pick(['right', 'none']) });
      // So that it takes seconds, not minutes, to read all of it.
      for (const list of source.lists) list.rows = Math.min(list.rows, random.int(20, 40));
    }
    Object.assign(scenario.settings, { deadlineMs: 1_000, timeoutMs: 5_000, retries: 0 });
    scenario.isBackward = random.chance(0.5);
    scenario.sizes = [60];
  },
};

/** Lists come to be that a discovery which fails cannot find. */
function failDiscovery(scenario: Scenario, random: Random, kind: OutageKind): void {
  outage(scenario, random, {
    kind,
    hits: 'discovery',
    fromPage: random.int(0, 2),
    pages: random.pick([2, 4, null]),
  });
  Object.assign(scenario, { warmsUp: true, asksCount: random.chance(0.5) });
  scenario.settings['discoverySeconds'] = 0.2;
  for (let i = 0; i < 3; i++)
    scenario.changes.push({ page: -1, answer: 0, kind: 'origin-appears', pick: random.int(0, 9_999) });
  scenario.pauses.push({ page: 0, ms: 300 }, { page: 3, ms: 300 });
}
