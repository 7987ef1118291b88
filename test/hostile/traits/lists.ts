import { drawSource, listPlan, sourcePlan, type Trait } from '../draw-scenario.ts';
import type { Random } from '../random.ts';
import type { Change, ListPlan, Scenario, Style } from '../scenario.ts';
import { NEWEST } from '../world/create-rows.ts';

const listsOf = ({ sources }: Scenario): ListPlan[] => sources.flatMap(({ lists }) => lists);

/** Vendors that promise no order, or are only asked for one. */
const UNSORTED: readonly Style[] = ['huawei-workspace', 'huawei-css', 'huawei-vbs'];

function ensure(scenario: Scenario, styles: readonly Style[], random: Random): void {
  if (!scenario.sources.some(({ style }) => styles.includes(style)))
    scenario.sources.push(drawSource(random.pick(styles), random));
}

const addChanges = (
  scenario: Scenario,
  random: Random,
  kinds: readonly Change[],
  isMidway: boolean,
): void => {
  for (let i = random.int(2, 9); i > 0; i--)
    scenario.changes.push({
      page: random.int(0, 8),
      answer: isMidway ? random.int(1, 4) : 0,
      kind: random.pick(kinds),
      pick: random.int(0, 9_999),
    });
};

const ROW_CHANGES: readonly Change[] = [
  'insert-newest',
  'insert-newest',
  'insert-anywhere',
  'insert-at-edge',
  'delete',
  'delete-edge',
  'status',
];

const invert = (scenario: Scenario, random: Random, rows: () => number, seconds: () => number): void => {
  ensure(scenario, UNSORTED, random);
  for (const { style, lists } of scenario.sources)
    if (UNSORTED.includes(style))
      for (const list of lists) if (list.rows > 3) list.inversions = { rows: rows(), seconds: seconds() };
};

/** Hours that a clock shows twice, or leaves out. */
const TURNS = [
  ['Europe/Berlin', '2025-10-26T01:00:00Z'],
  ['America/New_York', '2025-11-02T06:00:00Z'],
  ['Australia/Lord_Howe', '2026-04-04T15:00:00Z'],
  ['Europe/Berlin', '2026-03-29T01:00:00Z'],
] as const;

/** What the lists are like, and how they change. */
export const LIST_TRAITS: Readonly<Record<string, Trait>> = {
  ties: (scenario, random) => {
    for (const list of listsOf(scenario))
      Object.assign(list, { ties: random.int(4, 150), span: random.pick([30, 3_600]) });
  },
  'changes between pages': (scenario, random) => addChanges(scenario, random, ROW_CHANGES, false),
  'changes between requests': (scenario, random) => addChanges(scenario, random, ROW_CHANGES, true),
  'one inversion': (scenario, random) =>
    invert(
      scenario,
      random,
      () => 1,
      () => random.int(30, 1_500),
    ),
  'many inversions': (scenario, random) =>
    invert(
      scenario,
      random,
      () => random.int(3, 25),
      () => random.int(30, 1_500),
    ),
  'a little disorder among rows that stand close': (scenario, random) => {
    ensure(scenario, UNSORTED, random);
    scenario.sources = scenario.sources.filter(({ style }) => UNSORTED.includes(style)).slice(0, 2);
    for (const source of scenario.sources) {
      source.cap = random.pick([null, null, 40]);
      source.lists = [
        listPlan({
          rows: random.int(200, 900),
          span: random.pick([20, 60, 300]),
          inversions: { rows: random.int(1, 5), seconds: random.int(1, 9) },
        }),
      ];
    }
  },
  'no order': (scenario, random) =>
    invert(
      scenario,
      random,
      () => 400,
      () => random.int(600, 3_600),
    ),
  'an inversion appears': (scenario, random) => {
    ensure(scenario, UNSORTED, random);
    scenario.sources = scenario.sources.filter(({ style }) => UNSORTED.includes(style));
    addChanges(scenario, random, ['invert', 'insert-anywhere'], random.chance(0.5));
  },
  'rows without a time': (scenario, random) => {
    for (const list of listsOf(scenario)) list.untimed = random.int(0, 12);
  },
  'the newer API': (scenario, random) => {
    ensure(scenario, ['huawei-servicestage'], random);
    for (const source of scenario.sources) {
      source.isNewer = true;
      if (source.style === 'huawei-servicestage') source.cap = random.pick([null, 5, 10]);
    }
  },
  'pages cut at 10, no total': (scenario, random) => {
    ensure(scenario, [...UNSORTED, 'zstack'], random);
    for (const source of scenario.sources) Object.assign(source, { cap: 10, total: 'none' });
  },
  'pages cut, a total': (scenario, random) => {
    for (const source of scenario.sources) source.cap = random.int(7, 60);
  },
  'a few rows at once': (scenario, random) => {
    ensure(scenario, [...UNSORTED, 'zstack'], random);
    for (const source of scenario.sources) {
      source.cap = random.int(2, 5);
      source.total = random.pick(['right', 'none', 'page']);
    }
    // More would take more requests than one operation may send.
    scenario.sizes = scenario.sizes.map((size) => Math.min(size, 50));
  },
  'one page cut short': (scenario, random) => {
    for (const source of scenario.sources) {
      source.shorts = [{ answer: random.int(1, 4), rows: random.int(2, 5) }];
      source.total = random.pick(['right', 'none']);
    }
  },
  'one page of a single row': (scenario, random) => {
    for (const source of scenario.sources) {
      source.shorts = [{ answer: random.int(1, 4), rows: 1 }];
      source.total = random.pick(['right', 'none']);
    }
  },
  'pages end at fixed places': (scenario, random) => {
    ensure(scenario, [...UNSORTED, 'zstack'], random);
    for (const source of scenario.sources) {
      source.partition = random.int(6, 60);
      source.total = random.pick(['right', 'none', 'none', 'page']);
    }
  },
  'ties that stand still': (scenario, random) => {
    for (const source of scenario.sources) source.shuffles = false;
    for (const list of listsOf(scenario))
      Object.assign(list, { ties: random.int(4, 150), span: random.pick([30, 3_600]) });
  },
  'a page is cut twice': (scenario, random) => {
    for (const source of scenario.sources) {
      const answer = random.int(1, 4);
      source.shorts = [answer, answer + 1].map((one) => ({ answer: one, rows: random.int(1, 5) }));
      source.total = random.pick(['right', 'none']);
    }
  },
  'the count is the page’s': (scenario) => {
    scenario.asksCount = true;
    for (const source of scenario.sources) source.total = 'page';
  },
  'the count is zero': (scenario) => {
    scenario.asksCount = true;
    for (const source of scenario.sources) source.total = 'zero';
  },
  'the count is no count': (scenario, random) => {
    scenario.asksCount = true;
    for (const source of scenario.sources) source.total = random.pick(['negative', 'beyond']);
  },
  'many lists, most of them empty, and slow': (scenario, random) => {
    const style = random.pick(['huawei-workspace', 'huawei-css', 'huawei-vbs'] as const);
    const lists = Array.from({ length: random.int(50, 130) }, (_, n) =>
      listPlan({ rows: n > 40 && random.chance(0.1) ? random.int(1, 5) : 0 }),
    );
    scenario.sources = [Object.assign(sourcePlan(style, lists), { latencyMs: random.int(60, 200) })];
    Object.assign(scenario.settings, { concurrency: 8, deadlineMs: 500, timeoutMs: 5_000 });
  },
  'markers as they come': (scenario, random) => {
    ensure(scenario, ['huawei-vbs'], random);
    for (const source of scenario.sources)
      Object.assign(source, {
        isMarkerInclusive: random.chance(0.5),
        goneMarker: random.pick(['empty', 'refuse']),
      });
    addChanges(scenario, random, ['delete-edge', 'delete', 'insert-newest'], random.chance(0.5));
  },
  'many lists': (scenario, random) => {
    const style = random.pick(['huawei-workspace', 'huawei-vbs'] as const);
    const lists = Array.from({ length: random.int(150, 300) }, () => listPlan({ rows: random.int(1, 2) }));
    scenario.sources = [sourcePlan(style, lists)];
    scenario.sizes = [100];
    Object.assign(scenario.settings, { concurrency: 8, queue: random.pick([20, 100]) });
  },
  'a thousand lists': (scenario, random) => {
    const style = random.pick(['huawei-workspace', 'huawei-vbs'] as const);
    const lists = Array.from({ length: 1_300 }, () => listPlan({ rows: random.int(1, 2) }));
    scenario.sources = [sourcePlan(style, lists)];
    scenario.sizes = [500];
    scenario.isBackward = false;
    // The vendor shares the machine with the gateway, and perhaps with others.
    Object.assign(scenario.settings, { concurrency: 32, deadlineMs: 30_000, timeoutMs: 30_000 });
  },
  'paging does not advance': (scenario, random) => {
    ensure(scenario, UNSORTED, random);
    const stuck = scenario.sources.findLast(({ style }) => UNSORTED.includes(style));
    if (stuck === undefined) return;
    Object.assign(stuck, { isStuck: true, total: random.pick(['huge', 'none', 'right']) });
    for (const list of stuck.lists) list.rows = random.int(5, 300);
    scenario.asksCount = false;
  },
  'the order that is asked for does not count': (scenario, random) => {
    ensure(scenario, ['zstack', 'huawei-vbs'], random);
    for (const source of scenario.sources) source.ignoresOrder = true;
  },
  'more disorder than is read': (scenario, random) => {
    ensure(scenario, UNSORTED, random);
    scenario.sources = scenario.sources.filter(({ style }) => UNSORTED.includes(style));
    for (const { lists } of scenario.sources)
      for (const list of lists) if (list.rows > 3) list.inversions = { rows: 2, seconds: random.int(5, 30) };
    scenario.warmsUp = true;
    scenario.sizes = [random.int(5, 30)];
    addChanges(
      scenario,
      random,
      ['invert', 'invert', 'insert-anywhere', 'insert-newest'],
      random.chance(0.5),
    );
  },
  'clocks are put back': (scenario, random) => {
    ensure(scenario, ['zstack'], random);
    const [zone, turn] = random.pick(TURNS);
    for (const source of scenario.sources) {
      source.zone = zone;
      for (const list of source.lists)
        Object.assign(list, {
          age: (NEWEST - Date.parse(turn)) / 1_000 - random.int(2_000, 9_000),
          span: 14_400,
        });
    }
  },
  'a clock jumps': (scenario, random) => {
    ensure(scenario, UNSORTED, random);
    addChanges(
      scenario,
      random,
      ['clock-jumps', 'clock-jumps', 'insert-newest', 'insert-newest'],
      random.chance(0.5),
    );
  },
  'rows move to other lists': (scenario, random) => {
    ensure(scenario, UNSORTED, random);
    scenario.settings['discoverySeconds'] = random.pick([0.1, 30]);
    for (const source of scenario.sources)
      if (source.lists.length === 1) source.lists.push(listPlan({ rows: random.int(5, 60) }));
    addChanges(
      scenario,
      random,
      ['row-moves', 'row-moves', 'list-moves', 'insert-newest'],
      random.chance(0.5),
    );
    scenario.pauses.push({ page: random.int(1, 4), ms: 200 });
  },
  'odd spellings': (scenario) => {
    for (const source of scenario.sources) source.isOddlySpelled = true;
  },
  'lists appear and vanish': (scenario, random) => {
    scenario.settings['discoverySeconds'] = 0.2;
    ensure(scenario, UNSORTED, random);
    addChanges(scenario, random, ['origin-appears', 'origin-appears', 'origin-vanishes'], false);
    scenario.pauses.push({ page: random.int(1, 4), ms: 300 });
  },
  'a list is found in the midst': (scenario, random) => {
    ensure(scenario, UNSORTED, random);
    scenario.warmsUp = true;
    scenario.settings['discoverySeconds'] = 0.3;
    for (let i = 0; i < 4; i++)
      scenario.changes.push({ page: -1, answer: 0, kind: 'origin-appears', pick: random.int(0, 9_999) });
    scenario.pauses.push({ page: random.int(1, 3), ms: 400 });
  },
};
