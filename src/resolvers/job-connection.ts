import type { JobConnectionResolvers, JobEdgeResolvers } from '../generated/resolvers.ts';

const LARGEST_INT = 2_147_483_647;

export const JobConnection: JobConnectionResolvers = {
  nodes: ({ jobs }) => jobs,
  pageInfo: (page) => page,
  totalCount: async (page) => {
    const count = await page.count();
    if (count === null) return null;
    const isExact = count.isExact && count.atLeast <= LARGEST_INT;
    return { value: Math.min(count.atLeast, LARGEST_INT), precision: isExact ? 'EXACT' : 'AT_LEAST' };
  },
  /** Reports tell of a count that failed, so they wait for it. */
  sources: async ({ reports }, _, { scope }) => {
    await scope.settled();
    return reports();
  },
};

export const JobEdge: JobEdgeResolvers = {
  cursor: async ({ cursor }) => (await cursor()) ?? '',
  node: ({ job }) => job,
  late: ({ isLate }) => isLate,
};
