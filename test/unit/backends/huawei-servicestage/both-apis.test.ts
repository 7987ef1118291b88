import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createBothApis } from '../../../../src/backends/huawei-servicestage/apis/both-apis.ts';
import type { Api, FoundJob } from '../../../../src/backends/huawei-servicestage/apis/crawls.ts';
import type { VendorReader } from '../../../../src/datasource/contract/backend-definition.ts';
import { SourceError } from '../../../../src/model/source-error.ts';

const failure = (upstreamStatus: number): SourceError =>
  new SourceError({
    code: upstreamStatus === 404 ? 'UPSTREAM_REJECTED' : 'UPSTREAM_UNAVAILABLE',
    message: `HTTP ${upstreamStatus}`,
    upstreamStatus,
  });

const job = (key: string, api: Api): FoundJob => ({ key, origin: null, api, release: null });

/** Two APIs, each of which gives jobs by their ids, or fails with a status, at its first list or at a later one. */
function world(answers: Record<Api, readonly string[] | number>, later: Partial<Record<Api, number>> = {}) {
  const state = { now: 0, asked: [] as Api[], losses: [] as string[], remarks: [] as string[] };
  const finder = createBothApis(
    async (api) => {
      state.asked.push(api);
      const answer = answers[api];
      if (typeof answer === 'number') throw failure(answer);
      return async () => {
        const status = later[api];
        if (status !== undefined) throw failure(status);
        return answer.map((key) => job(key, api));
      };
    },
    () => state.now,
  );
  const read: VendorReader = {
    list: () => assert.fail(),
    get: () => assert.fail(),
    tellLoss: ({ message }) => state.losses.push(message),
    remark: (text) => state.remarks.push(text),
  };
  const find = async (): Promise<readonly string[]> => {
    state.asked.length = 0;
    return (await finder.find(read)).map(({ key, api }) => `${api} ${key}`);
  };
  return { answers, later, state, finder, find };
}

test('an API that is not there is left alone for ten minutes, and nothing is lost', async () => {
  const { state, finder, find, answers } = world({ v2: ['a'], v3: 404 });
  assert.deepEqual([await find(), state.asked.toSorted()], [['v2 a'], ['v2', 'v3']]);
  state.now += 599_999;
  assert.deepEqual([await find(), state.asked, finder.apis()], [['v2 a'], ['v2'], ['v2']]);
  state.now += 1;
  answers.v3 = ['b'];
  assert.deepEqual(
    [await find(), finder.apis()],
    [
      ['v2 a', 'v3 b'],
      ['v2', 'v3'],
    ],
  );
  assert.deepEqual(state.losses, []);
  assert.deepEqual(state.remarks, [
    'v3 is not there, v2 has 1 job',
    'v3 is not there, v2 has 1 job',
    'v3 has 1 job, v2 has 1 job',
  ]);
});

test('an API that was there has not gone, whatever it answers', async () => {
  const { state, find, answers } = world({ v2: ['a'], v3: ['b'] });
  await find();
  answers.v3 = 404;
  for (let i = 0; i < 2; i++) assert.deepEqual([await find(), state.asked.length], [['v2 a'], 2]);
  assert.equal(state.losses.length, 2);
});

test('a list that is missing behind the first one tells of no missing API', async () => {
  const { state, find } = world({ v2: ['a'], v3: ['b'] }, { v3: 404 });
  assert.deepEqual(await find(), ['v2 a']);
  assert.match(
    state.losses.join(),
    /^The vendor’s API v3 cannot be read.*`api: v2` leaves it out.*HTTP 404$/,
  );
  assert.deepEqual(state.remarks, ['v3 fails, v2 has 1 job']);
});

test('where none answers, the failure is told that is not a missing API, and both are asked again', async () => {
  const { state, find, answers } = world({ v2: 503, v3: 404 });
  await assert.rejects(find(), /HTTP 503/);
  answers.v3 = ['b'];
  assert.deepEqual([await find(), state.asked.length], [['v3 b'], 2]);
});

test('a job that nobody has met may have a record until an answer says that there is none', async () => {
  const { finder, find } = world({ v2: ['a'], v3: 404 });
  assert.equal(finder.mayHaveRecords(), true);
  await find();
  assert.equal(finder.mayHaveRecords(), false);
});
