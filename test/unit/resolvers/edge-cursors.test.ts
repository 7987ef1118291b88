import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import type { JobEdge } from '../../../src/connection/page/job-page.ts';
import { edgesWithin } from '../../../src/resolvers/edge-cursors.ts';
import { makeJob } from '../model/make-job.ts';

/** Edges with cursors of one length, and how many of these were made. */
function makeEdges(count: number, length: number) {
  const made = { count: 0 };
  const cursor = (): string => {
    made.count += 1;
    return 'x'.repeat(length);
  };
  const edges = Array.from({ length: count }, (): JobEdge => ({ job: makeJob(), isLate: false, cursor }));
  return { edges, made };
}

const cursorsOf = (edges: readonly JobEdge[]) => Promise.all(edges.map((edge) => edge.cursor()));

test('cursors that fit are given', async () => {
  const { edges } = makeEdges(5, 100);
  assert.deepEqual(await cursorsOf(edgesWithin(edges, 500)), Array(5).fill('x'.repeat(100)));
});

test('cursors that are longer together than an answer are refused, and no more than one is made', async () => {
  const { edges, made } = makeEdges(500, 50_000);
  await assert.rejects(cursorsOf(edgesWithin(edges, 16_000_000)), {
    message:
      'The cursors of 500 edges have about 25000000 bytes, for each tells of thousands of lists, and an answer may have 16000000 ' +
      '(`server.limits.answerBytes`). Leave out `edges { cursor }` and go on with `pageInfo { endCursor }`, ' +
      'or ask for 288 rows at most.',
    extensions: {
      code: 'OPERATION_TOO_COSTLY',
      retryable: false,
      limit: 'server.limits.answerBytes',
      spent: 25_000_000,
      allowed: 16_000_000,
    },
  });
  await setImmediate();
  assert.equal(made.count, 1);
});

test('edges whose cursors nobody asks for cost nothing', () => {
  const { edges, made } = makeEdges(500, 50_000);
  assert.equal(edgesWithin(edges, 1).length, 500);
  assert.equal(made.count, 0);
});

test('long cursors are made one in each turn of the event loop', async () => {
  const { edges, made } = makeEdges(10, 50_000);
  const all = cursorsOf(edgesWithin(edges, 16_000_000));
  const seen: number[] = [];
  while (made.count < 11) {
    seen.push(made.count);
    await setImmediate();
  }
  await all;
  const steps = seen.map((count, i) => count - (seen[i - 1] ?? 0));
  assert(Math.max(...steps) <= 2, `${seen}`);
});
