import assert from 'node:assert/strict';
import { test } from 'node:test';
import { printSchema } from '../../src/cli/print-schema.ts';
import { ask } from './support/ask.ts';
import { COMPOSERS, type Subgraph } from './support/compose.ts';
import { INVENTORY_SDL } from './support/inventory.ts';
import { startJobweave } from './support/start-jobweave.ts';

const inventory: Subgraph = { name: 'inventory', url: 'http://127.0.0.1:2', sdl: INVENTORY_SDL };

const jobweave = (sdl: string): Subgraph => ({ name: 'jobweave', url: 'http://127.0.0.1:1', sdl });

/** Another team that has types of the most likely names. */
const NAMESAKES = `
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])
  type Query { tasks: TaskConnection }
  type Task @key(fields: "id") { id: ID! title: String }
  type TaskConnection { edges: [TaskEdge!] count: Count }
  type TaskEdge { node: Task }
  type Source { repository: String }
  type Origin { country: String }
  type Count { total: Int }
`;

test('the running gateway tells the schema that the command prints', async () => {
  await using started = await startJobweave();
  const { data } = await ask<{ _service: { sdl: string } }>(started.url, '{ _service { sdl } }');
  assert.equal(data._service.sdl, printSchema({ federation: true, typePrefix: null }));
});

for (const [name, compose] of Object.entries(COMPOSERS)) {
  test(`${name} composes it with an inventory, without a word`, () => {
    const sdl = printSchema({ federation: true, typePrefix: null });
    const { errors, hints } = compose([jobweave(sdl), inventory]);
    assert.deepEqual({ errors, hints }, { errors: [], hints: [] });
  });

  test(`${name} composes it with namesakes of its types once it has a prefix`, () => {
    const namesakes = { name: 'tracker', url: 'http://127.0.0.1:3', sdl: NAMESAKES };
    const composed = (typePrefix: string | null) =>
      compose([jobweave(printSchema({ federation: true, typePrefix })), inventory, namesakes]);
    assert.notDeepEqual(composed(null).errors, []);
    const { errors, hints } = composed('Jobweave');
    assert.deepEqual({ errors, hints }, { errors: [], hints: [] });
  });
}
