import { drawSource, type Trait } from '../draw-scenario.ts';
import type { Random } from '../random.ts';
import { type Change, type ListPlan, type Scenario, STYLES } from '../scenario.ts';

/** Lists whose own rows come in pages: elsewhere each row is found by itself. */
const PAGED = STYLES.filter((style) => style !== 'huawei-servicestage');

function pagedLists(scenario: Scenario, random: Random): ListPlan[] {
  if (scenario.sources.every(({ style }) => style === 'huawei-servicestage'))
    scenario.sources.push(drawSource(random.pick(PAGED), random));
  return scenario.sources
    .filter(({ style }) => style !== 'huawei-servicestage')
    .flatMap((source) => {
      // There all lists are one table.
      if (source.style === 'zstack') source.lists = source.lists.slice(0, 1);
      return source.lists;
    });
}

const addChanges = (scenario: Scenario, random: Random, isMidway: boolean): void => {
  for (let i = random.int(2, 9); i > 0; i--)
    scenario.changes.push({
      page: random.int(0, 8),
      answer: isMidway ? random.int(1, 4) : 0,
      kind: random.pick(CHANGES),
      pick: random.int(0, 9_999),
    });
};

const CHANGES: readonly Change[] = ['spoil', 'spoil', 'spoil-edge', 'spoil-page', 'mend', 'mend'];

/** Rows of which nobody can make anything: they are left out, and nothing else is. */
export const SPOILT_TRAITS: Readonly<Record<string, Trait>> = {
  'a few rows that cannot be read': (scenario, random) => {
    for (const { lists } of scenario.sources)
      for (const list of lists)
        for (let i = random.int(0, 4); i > 0; i--)
          list.spoilt.push({ rows: random.int(1, 3), at: random.next() });
  },
  'whole pages that cannot be read': (scenario, random) => {
    for (const list of pagedLists(scenario, random)) {
      if (random.chance(0.5)) list.rows = random.int(100, 400);
      for (let i = random.int(1, 3); i > 0; i--)
        list.spoilt.push({ rows: random.int(10, 150), at: random.next() });
    }
  },
  'ends that cannot be read': (scenario, random) => {
    for (const list of pagedLists(scenario, random))
      for (const at of random.pick([[0], [1], [0, 1]]))
        list.spoilt.push({ rows: random.pick([1, random.int(2, 20), random.int(20, 130)]), at });
  },
  'lists that cannot be read': (scenario, random) => {
    for (const list of pagedLists(scenario, random))
      if (random.chance(0.5)) list.spoilt = [{ rows: list.rows, at: 0 }];
  },
  'rows are spoilt and mended': (scenario, random) => {
    pagedLists(scenario, random);
    addChanges(scenario, random, random.chance(0.5));
  },
  'times that cannot be read': (scenario, random) => {
    for (const list of pagedLists(scenario, random)) list.timeless = random.int(0, 6);
  },
};
