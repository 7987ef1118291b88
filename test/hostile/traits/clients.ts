import { drawSource, type Trait } from '../draw-scenario.ts';
import type { Random } from '../random.ts';
import type { FilterPlan, Scenario, Style } from '../scenario.ts';
import { NEWEST } from '../world/create-rows.ts';

function grow({ sources }: Scenario, random: Random): void {
  for (const { style, lists } of sources)
    if (style !== 'huawei-servicestage') for (const list of lists) list.rows = random.int(150, 500);
}

/** Seconds in which a list of some hundred rows has one or more in each. */
const SHORT = 120;

function instant(random: Random, digits: string, span = 3_600): string {
  const time = NEWEST - random.int(0, span) * 1_000;
  return `${new Date(time).toISOString().slice(0, 19)}${digits}Z`;
}

const filterBy = (scenario: Scenario, random: Random, filter: FilterPlan): void => {
  grow(scenario, random);
  scenario.filter = filter;
};

function add(scenario: Scenario, random: Random, style: Style): void {
  if (!scenario.sources.some((source) => source.style === style))
    scenario.sources.push(drawSource(style, random));
}

/** What clients ask for, and how the gateway is run. */
export const CLIENT_TRAITS: Readonly<Record<string, Trait>> = {
  plain: () => undefined,
  backward: (scenario) => {
    scenario.isBackward = true;
  },
  ascending: (scenario) => {
    scenario.order = 'CREATED_AT_ASC';
  },
  'pages of any size': (scenario, random) => {
    scenario.sizes = Array.from({ length: 6 }, () => random.int(1, 100));
  },
  'restarts in the midst': (scenario, random) => {
    scenario.restarts = [1, 2, 3, 5, 8].filter(() => random.chance(0.6));
  },
  'the gateway dies in the midst of pages': (scenario, random) => {
    for (let i = random.int(1, 4); i > 0; i--)
      scenario.crashes.push({ page: random.int(0, 6), answer: random.int(1, 4) });
  },
  'two gateways in turn': (scenario) => {
    scenario.gateways = 2;
  },
  'a filter in other words': (scenario, random) => {
    const [from, before] = [instant(random, ''), instant(random, '.5')].sort();
    const parts: readonly FilterPlan[] = [
      {},
      { statuses: ['SUCCEEDED', 'FAILED', 'RUNNING'] },
      { kinds: ['Manual', 'startVm', 'RESTART_SERVER', 'PROVISION'] },
      { createdAfter: from ?? '', createdBefore: before ?? '' },
      { phases: ['DONE', 'ACTIVE'], notStatuses: ['FAILED', 'QUEUED'] },
    ];
    filterBy(scenario, random, { ...random.pick(parts), ...random.pick(parts) });
    scenario.respells = true;
  },
  'cursors of any edge': (scenario) => {
    scenario.anyEdge = true;
    scenario.restarts = [];
  },
  'both cursors': (scenario) => {
    scenario.slices = 4;
  },
  'both cursors and counts': (scenario) => {
    scenario.slices = 4;
    scenario.asksCount = true;
  },
  counts: (scenario) => {
    scenario.asksCount = true;
  },
  'a cache': (scenario, random) => {
    scenario.settings['cacheSeconds'] = random.pick([1, 60]);
  },
  'each page twice': (scenario, random) => {
    scenario.repeats = true;
    scenario.changes = [];
    for (const source of scenario.sources) source.shuffles = random.chance(0.3);
  },
  'several clients': (scenario, random) => {
    scenario.companions = random.int(2, 6);
  },
  'look-ups by id': (scenario) => {
    scenario.looksUp = 4;
  },
  'look-ups by id in crowds': (scenario, random) => {
    scenario.looksUp = random.pick([60, 200, 490]);
    scenario.sizes = [random.pick([20, 100, 500])];
  },
  'details that contradict the status': (scenario) => {
    for (const source of scenario.sources) source.contradicts = true;
  },
  'a rare status': (scenario, random) =>
    filterBy(scenario, random, {
      statuses: random.pick([['TIMED_OUT'], ['RUNNING'], ['FAILED', 'SKIPPED'], ['QUEUED']]),
    }),
  'a rare kind': (scenario, random) => {
    add(scenario, random, 'huawei-workspace');
    filterBy(scenario, random, { kinds: [random.pick(['STOP_SERVER', 'manual', 'vmBackup'])] });
  },
  'a kind that nobody has': (scenario, random) => {
    add(scenario, random, 'huawei-vbs');
    filterBy(scenario, random, { kinds: ['nothing-of-the-kind'] });
  },
  'a field that a vendor never has': (scenario, random) => {
    add(scenario, random, 'huawei-workspace');
    add(scenario, random, 'huawei-vbs');
    filterBy(
      scenario,
      random,
      random.chance(0.5) ? { resourceIds: ['volume-1'] } : { kinds: ['RESTART_SERVER'] },
    );
  },
  'all but the usual': (scenario, random) =>
    filterBy(scenario, random, {
      notStatuses: random.pick([['SUCCEEDED'], ['SUCCEEDED', 'FAILED'], ['SUCCEEDED', 'RUNNING', 'QUEUED']]),
    }),
  'a phase': (scenario, random) =>
    filterBy(scenario, random, { phases: [random.pick(['PENDING', 'ACTIVE', 'DONE'])] }),
  'a window of time': (scenario, random) => {
    const [a, b] = [instant(random, ''), instant(random, random.pick(['', '.5', '.123']))].sort();
    filterBy(scenario, random, { createdAfter: a ?? '', createdBefore: b ?? '' });
  },
  'a bound below the millisecond': (scenario, random) => {
    const digits = random.pick(['.000000001', '.0004', '.999999999']);
    const bound = instant(random, digits, SHORT);
    filterBy(scenario, random, random.chance(0.5) ? { createdAfter: bound } : { createdBefore: bound });
    // Some rows stand at the very second of the bound.
    for (const { lists } of scenario.sources)
      for (const list of lists) Object.assign(list, { isCoarse: true, span: SHORT });
  },
  'a small budget for scans': (scenario, random) => {
    filterBy(scenario, random, { statuses: ['QUEUED', 'RUNNING'] });
    scenario.server['scan'] = { perRequest: 200, perSource: 100 };
  },
};
