import assert from 'node:assert/strict';
import { test } from 'node:test';
import { worldOf } from './story.ts';
import { Gateway } from './walk/gateway.ts';
import type { ModelRow } from './world/model-row.ts';
import { World } from './world/world.ts';

const row = (id: string, seconds: number): ModelRow => {
  const at = 1_000 + seconds;
  return { id, time: at, place: at, status: 'SUCCEEDED' };
};

test('a row that comes late at the instant of one that was given brings nothing back', async () => {
  const world = new World(worldOf({ vendors: [{ origins: [[1], [1], [1]] }, { origins: [[1]] }] }));
  const lists = world.vendors.flatMap(({ origins }) => [...origins.values()]);
  const [first, second, third, last] = lists;
  assert(first && second && third && last);
  for (const list of lists) for (const { id } of [...list.rows]) list.delete(id);
  for (const [list, ...rows] of [
    [first, row('k1', 61), row('l1', 46)],
    [second, row('k2', 60), row('l2', 44)],
    [third, row('k3', 59), row('l3', 43)],
    [last, row('a1', 50), row('b30', 30), row('b29', 29), row('b28', 28)],
  ] as const)
    for (const one of rows) list.insert(one);

  const gateway = new Gateway(world);
  const given: string[] = [];
  const read = async (size: number, after: string | null): Promise<string | null> => {
    for (const vendor of world.vendors) vendor.face([]);
    const page = await gateway.page({ size, isForward: true, after, before: null, losesHints: false });
    assert(page);
    given.push(...page.edges().map(({ job, isLate }) => `${job.nativeId}${isLate ? ' late' : ''}`));
    return page.hasNextPage ? page.endCursor() : null;
  };

  let after = await read(4, null);
  // The place of its list stays before it, so the walk stands beyond the watermark of the last list.
  first.delete('l1');
  last.insert(row('a2', 50));
  for (let pages = 0; after !== null && pages < 10; pages += 1) after = await read(2, after);
  assert.deepEqual(given, ['k1', 'k2', 'k3', 'a1', 'l2', 'l3', 'a2 late', 'b30', 'b29', 'b28']);
});
