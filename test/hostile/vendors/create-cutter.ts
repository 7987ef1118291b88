import { createRandom } from '../random.ts';
import { byRank } from '../world/row.ts';
import { VOCABULARIES } from '../world/vocabulary.ts';
import type { WorldSource } from '../world/world.ts';
import type { Cut, Cutter } from './speech.ts';

export function createCutter(source: WorldSource, seed: number): Cutter {
  const { plan } = source;
  const answers = new Map<string, number>();
  const most = Math.min(plan.cap ?? Number.POSITIVE_INFINITY, VOCABULARIES[plan.style].maxPage);
  let shuffles = 0;
  let latest: Cut | null = null;
  return {
    byTime: (lists, direction) => {
      if (plan.shuffles) shuffles += 1;
      const random = createRandom(`${seed}/${source.id}/ties/${shuffles}`);
      const placed = lists.flatMap(({ rows }) => rows).map((row) => ({ row, place: random.next() }));
      placed.sort((a, b) => byRank(a.row, b.row) || a.place - b.place);
      const rows = placed.map(({ row }) => row);
      return direction === 'down' || plan.ignoresOrder ? rows : rows.reverse();
    },
    page: (rows, from, limit, list) => {
      const answer = (answers.get(list) ?? 0) + 1;
      answers.set(list, answer);
      const short = plan.shorts.find((one) => one.answer === answer)?.rows ?? Number.POSITIVE_INFINITY;
      const first = plan.isStuck ? 0 : from;
      const partition = plan.partition ?? Number.POSITIVE_INFINITY;
      const end = Math.min(first + Math.min(limit, most, short), endOfPartition(first, partition));
      latest = { isFirst: first === 0, isLast: end >= rows.length };
      return rows.slice(first, end);
    },
    total: (all, page) => {
      if (plan.total === 'none') return undefined;
      if (plan.total === 'zero') return 0;
      if (plan.total === 'huge') return 1_000_000;
      if (plan.total === 'negative') return -1;
      if (plan.total === 'beyond') return 2 ** 53;
      return plan.total === 'page' ? page : all;
    },
    takeLatest: () => {
      const cut = latest;
      latest = null;
      return cut;
    },
  };
}

const endOfPartition = (from: number, size: number): number =>
  size === Number.POSITIVE_INFINITY ? size : (Math.floor(from / size) + 1) * size;
