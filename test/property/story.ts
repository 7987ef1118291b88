import type { DrawnVendor } from './draw/drawn-vendor.ts';
import { type DrawnWalk, PLAIN_STEP, type Step } from './draw/drawn-walk.ts';
import type { DrawnWorld } from './draw/drawn-world.ts';
import { judgeWalk } from './judge/judge-walk.ts';

export interface Story
  extends Partial<Omit<DrawnWalk, 'world' | 'steps'>>,
    Partial<Omit<DrawnWorld, 'vendors'>> {
  readonly vendors: readonly (Partial<DrawnVendor['traits']> & Partial<Omit<DrawnVendor, 'traits'>>)[];
  readonly steps?: readonly Partial<Step>[];
}

const SEEDS = Array.from({ length: 10 }, (_, i) => i);

/** Walks through a world in which nothing is odd but what is told; where ties change places, in several ways. */
export async function walkStory(story: Story): Promise<void> {
  for (const seed of SEEDS) await judgeWalk({ ...walkOf(story), world: { ...worldOf(story), seed } });
}

const walkOf = ({ steps = [], ...rest }: Story): Omit<DrawnWalk, 'world'> => ({
  prelude: null,
  isForward: true,
  asksCounts: true,
  slice: null,
  ...rest,
  steps: steps.map((step) => ({ ...PLAIN_STEP, ...step })),
});

/** A world in which nothing is odd but what is told. */
export const worldOf = ({ vendors, ...rest }: Omit<Story, 'steps'>): DrawnWorld => ({
  order: 'CREATED_AT_DESC',
  filter: {},
  failedShare: 0.3,
  limits: { perRequest: 60, perSource: 30 },
  remembers: false,
  discoveryMs: 0,
  seed: 1,
  ...rest,
  vendors: vendors.map(({ origins = [[]], order = 'exact', ...traits }) => ({
    origins,
    order,
    traits: { ...PLAIN_TRAITS, ...traits },
  })),
});

const PLAIN_TRAITS: DrawnVendor['traits'] = {
  kind: 'offset',
  shufflesTies: false,
  counts: 'nothing',
  maxPageSize: 100,
  cut: null,
  part: null,
  repeats: false,
  ofGone: 'not-found',
};
