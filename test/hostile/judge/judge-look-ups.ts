import { createRandom } from '../random.ts';
import type { Edge } from '../walk/page.ts';
import { isLateForStall } from '../walk/stalls.ts';
import type { Turn, Walk } from '../walk/walk.ts';
import { nameOf } from '../world/row.ts';
import { show } from './judge-edges.ts';

/** Well-formed for a client, and nobody's. */
const MADE_UP = 'bm9ib2R5cw';
/** So many clients ask for them at once. */
const CLIENTS = 2;

/** Rows that have come are found again by their ids, and what nobody knows does not hide them. */
export async function judgeLookUps(walk: Walk, turn: Turn): Promise<void> {
  const { client, scenario } = walk.stage;
  const edges = drawEdges(walk, turn, scenario.looksUp);
  if (edges.length === 0) return;
  const ids = [MADE_UP, ...edges.map(({ id }) => id)];
  const askedAt = Date.now();
  const answers = await Promise.all(Array.from({ length: CLIENTS }, () => client.lookUp(ids)));
  for (const { nodes, errors } of answers) {
    if (errors.some(({ code }) => isLateForStall(walk.stage, askedAt, code))) continue;
    for (const [i, edge] of edges.entries()) judgeNode(walk, turn, edge, nodes?.[i + 1] ?? null);
  }
}

/** The latest rows, and of many also earlier ones, some of them twice. */
function drawEdges({ accepted, stage }: Walk, { edges, number }: Turn, most: number): readonly Edge[] {
  const random = createRandom(`${stage.scenario.seed}/${number}/look-ups`);
  const latest = edges.slice(-Math.min(most, FEW));
  const all = [...accepted.values(), ...edges];
  return [...latest, ...Array.from({ length: all.length === 0 ? 0 : most - FEW }, () => random.pick(all))];
}

const FEW = 4;

function judgeNode(walk: Walk, { number }: Turn, edge: Edge, found: Pick<Edge, 'key'> | null): void {
  const { faults, world, ill } = walk.stage;
  const isThere = world.matching().some((key) => nameOf(key) === nameOf(edge.key));
  const isIll = ill().has(world.sources.findIndex(({ id }) => id === edge.key.source));
  if (!isThere || isIll || world.hasMoved(edge.key, walk.since)) return;
  const isSame = found !== null && nameOf(found.key) === nameOf(edge.key) && found.key.time === edge.key.time;
  if (!isSame)
    faults.add(
      'wrong look-up',
      `${walk.plan.name}, page ${number}: ${show(edge.key)} is found as ${found === null ? 'nothing' : show(found.key)}`,
    );
}
