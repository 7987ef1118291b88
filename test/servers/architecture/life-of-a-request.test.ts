import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';
import { createZstackSimulator } from '../../../src/simulator/zstack.ts';
import { createTestGateway } from '../../support/create-test-gateway.ts';
import { listen } from '../http/listen.ts';
import { type Calls, countCalls } from './count-calls.ts';

const PAGE = readFileSync(join(import.meta.dirname, '../../../docs/architecture.md'), 'utf8');

/** The text between a heading and the next one. */
function sectionOf(heading: string): string {
  const [, section] = PAGE.split(new RegExp(`^#+ ${heading}$`, 'm'));
  return section?.split(/^#+ /m)[0] ?? assert.fail(`docs/architecture.md has no "${heading}"`);
}

/** `src/a/{b,c}.ts` names two files. */
const filesIn = (text: string): string[] =>
  [...text.matchAll(/`(src\/[^`\s]+\.ts)`/g)].flatMap(([, path = '']) => {
    const [, head, names, tail] = /^(.*)\{(.*)\}(.*)$/.exec(path) ?? [];
    return names === undefined ? [path] : names.split(',').map((name) => `${head}${name}${tail}`);
  });

const STEPS = sectionOf('The life of a request')
  .split(/^(?=\d+\. )/m)
  .filter((part) => /^\d+\. /.test(part))
  .map((step) => step.split(/\n(?! )/)[0] ?? '');

/** The query that the page is about, as it stands there. */
const [, QUERY = ''] = /```graphql\n(.*?)```/s.exec(sectionOf('The life of a request')) ?? [];

/** Another one, so that sign-in, discovery and what the engine compiles are behind us. */
const WARM_UP = '{ jobs(first: 3, orderBy: CREATED_AT_ASC) { nodes { id } pageInfo { endCursor } } }';

describe('the life of a request is as docs/architecture.md tells it', () => {
  let life: Calls;

  before(async () => {
    const now = Date.now();
    const vendor = await createZstackSimulator({ jobs: 60, origins: 2, live: false, now: () => now });
    await using gateway = createTestGateway([vendor]);
    const { url, close } = await listen(gateway.listener);
    const headers = { 'content-type': 'application/json', accept: 'application/json' };
    const ask = (query: string) => async (): Promise<void> => {
      const answer = await fetch(url, { method: 'POST', headers, body: JSON.stringify({ query }) });
      const { data, errors } = await answer.json();
      assert.equal(errors, undefined);
      assert(data.jobs.nodes.length > 0);
    };
    const [, counted] = await countCalls(ask(WARM_UP), ask(QUERY));
    life = counted ?? assert.fail();
    await close();
    await vendor.close();
  });

  test('in twelve steps, each with its files', () => {
    assert.deepEqual(
      STEPS.map((step) => Number.parseInt(step, 10)),
      Array.from({ length: 12 }, (_, i) => i + 1),
    );
    for (const step of STEPS) assert(filesIn(step).length > 0, step);
  });

  test('every file that is named is entered, and stands in one place', () => {
    const named = [...STEPS.flatMap(filesIn), ...filesIn(sectionOf('Beside the way'))];
    assert.deepEqual(named.toSorted(), [...new Set(named)].sort());
    assert.deepEqual(
      named.filter((file) => !life.files.includes(file)),
      [],
    );
  });

  test('every file that is entered is named', (t) => {
    const named = [...STEPS.flatMap(filesIn), ...filesIn(sectionOf('Beside the way'))];
    assert.deepEqual(
      life.files.filter((file) => !named.includes(file)),
      [],
    );
    t.diagnostic(`${life.files.length} files, ${life.calls} calls of ${life.functions} functions`);
  });
});
