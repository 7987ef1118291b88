import type { Turn, Walk } from '../walk/walk.ts';
import { nameOf } from '../world/row.ts';
import { show } from './judge-edges.ts';

const MOST_LOOKED_UP = 4;
/** Well-formed for a client, and nobody's. */
const MADE_UP = 'bm9ib2R5cw';

/** Rows of a page are found again by their ids, and what nobody knows does not hide them. */
export async function judgeLookUps({ stage, plan }: Walk, turn: Turn): Promise<void> {
  const { faults, client, world } = stage;
  const edges = turn.edges.slice(-MOST_LOOKED_UP);
  if (edges.length === 0) return;
  const { nodes } = await client.lookUp([MADE_UP, ...edges.map(({ id }) => id)]);
  const ill = stage.ill();
  for (const [i, edge] of edges.entries()) {
    const isThere = world.matching().some((key) => nameOf(key) === nameOf(edge.key));
    if (!isThere || ill.has(world.sources.findIndex(({ id }) => id === edge.key.source))) continue;
    const found = nodes?.[i + 1] ?? null;
    const isSame =
      found !== null && nameOf(found.key) === nameOf(edge.key) && found.key.time === edge.key.time;
    if (!isSame)
      faults.add(
        'wrong look-up',
        `${plan.name}, page ${turn.number}: ${show(edge.key)} is found as ${found === null ? 'nothing' : show(found.key)}`,
      );
  }
}
