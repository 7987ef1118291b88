import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Answer, Ask } from '../src/ask.ts';
import { GatewayError } from '../src/gateway-error.ts';
import type { JobFieldsFragment } from '../src/generated.ts';
import { jobsOf, type Walk, walkJobs } from '../src/walk-jobs.ts';

interface Sent {
  readonly after?: string | null;
  readonly first: number;
}

const DOWN = { code: 'UPSTREAM_UNAVAILABLE', message: 'refused', retryable: true, retryAfterMs: 120 };

const report = (owesRows: boolean) => ({
  source: { id: 'dc1' },
  state: owesRows ? 'FAILED' : 'OK',
  owesRows,
  error: owesRows ? DOWN : null,
});

/** A page of jobs of these names; those with a `!` are late. */
const page = (names: readonly string[], endCursor: string, hasNextPage: boolean, owesRows = false) => ({
  data: {
    jobs: {
      edges: names.map((name) => ({ cursor: name, late: name.endsWith('!'), node: { id: name } })),
      pageInfo: { hasNextPage, endCursor },
      sources: [report(owesRows)],
    },
  },
});

const refusal = (extensions: Readonly<Record<string, unknown>>) => ({
  data: { jobs: null },
  errors: [{ message: 'no', extensions }],
});

/** Gives these answers, one after the other, then the last one again and again. */
function asking(...answers: readonly object[]): { readonly ask: Ask; readonly sent: Sent[] } {
  const sent: Sent[] = [];
  const ask: Ask = async <Result, Variables>(_: unknown, variables: Variables): Promise<Answer<Result>> => {
    sent.push(variables as Sent);
    return answers[Math.min(sent.length, answers.length) - 1] as Answer<Result>;
  };
  return { ask, sent };
}

const namesOf = async (walk: Walk<JobFieldsFragment>): Promise<string[]> => {
  const names: string[] = [];
  for await (const { id } of jobsOf(walk)) names.push(id);
  return names;
};

describe('a walk', () => {
  test('asks page after page, behind the last cursor', async () => {
    const { ask, sent } = asking(page(['a', 'b'], 'b', true), page(['c'], 'c', false));
    assert.deepEqual(await namesOf(walkJobs(ask, {}, { pageSize: 2 })), ['a', 'b', 'c']);
    assert.deepEqual(
      sent.map(({ after, first }) => [after, first]),
      [
        [null, 2],
        ['b', 2],
      ],
    );
  });

  test('goes on where another one was left', async () => {
    const { ask, sent } = asking(page(['c'], 'c', false));
    assert.deepEqual(await namesOf(walkJobs(ask, {}, { after: 'b' })), ['c']);
    assert.equal(sent[0]?.after, 'b');
  });

  test('waits for a source that owes rows, as long as it is told to, and gives them', async () => {
    const { ask, sent } = asking(
      page(['a'], 'a', false, true),
      page([], 'a', false, true),
      page(['b!'], 'b', false),
    );
    const began = Date.now();
    const late: boolean[] = [];
    for await (const { edges } of walkJobs(ask)) late.push(...edges.map((edge) => edge.late));
    assert.deepEqual(late, [false, true]);
    assert.equal(sent.length, 3);
    assert(Date.now() - began >= 2 * 115, 'it did not wait');
  });

  test('ends past a source that stays away, and names it', async () => {
    const { ask } = asking(page(['a'], 'a', false, true), page([], 'a', false, true));
    const owing: string[][] = [];
    for await (const one of walkJobs(ask, {}, { patienceMs: 300 }))
      owing.push(one.owing.map(({ source }) => source.id));
    assert(owing.length <= 4, `${owing.length} answers`);
    assert.deepEqual(owing.at(-1), ['dc1']);
  });

  test('does not wait where it may not', async () => {
    const { ask, sent } = asking(page(['a'], 'a', false, true));
    assert.deepEqual(await namesOf(walkJobs(ask, {}, { patienceMs: 0 })), ['a']);
    assert.equal(sent.length, 1);
  });

  test('asks again where every source failed for a moment', async () => {
    const { ask, sent } = asking(
      refusal({ code: 'UPSTREAM_TIMEOUT', retryable: true, retryAfterMs: 20 }),
      page(['a'], 'a', false),
    );
    assert.deepEqual(await namesOf(walkJobs(ask)), ['a']);
    assert.equal(sent.length, 2);
  });

  for (const [code, retryable] of [
    ['CURSOR_MISMATCH', false],
    ['UPSTREAM_TIMEOUT', true],
  ] as const)
    test(`throws ${code} where asking again is useless, or lasts too long`, async () => {
      const { ask } = asking(refusal({ code, retryable, retryAfterMs: 50 }));
      const walk = walkJobs(ask, {}, { patienceMs: 120 });
      await assert.rejects(namesOf(walk), (error) => error instanceof GatewayError && error.code === code);
    });

  test('ends in the middle of a wait when its caller leaves', async () => {
    const { ask } = asking(page(['a'], 'a', false, true));
    const leaving = new AbortController();
    const walk = namesOf(walkJobs(ask, {}, { signal: leaving.signal }));
    setTimeout(() => leaving.abort(new Error('enough')), 20);
    await assert.rejects(walk, /enough/);
  });
});
