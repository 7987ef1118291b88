import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createTestGateway, type TestGateway } from '../../support/create-test-gateway.ts';
import { type StartedVendor, startVendor } from '../../support/start-vendor.ts';

let vendor: StartedVendor;
let gateway: TestGateway;

/** Whole milliseconds, as they are printed. */
const TIMES = ['2026-01-01T00:00:00.999Z', '2026-01-01T00:00:01.000Z', '2026-01-01T00:00:01.001Z'];

before(async () => {
  const clusterLogRecord = TIMES.toReversed().map((time) => ({ jobId: time, createAt: Date.parse(time) }));
  vendor = await startVendor(({ path }) =>
    path.endsWith('/records') ? { body: { clusterLogRecord, totalSize: TIMES.length } } : null,
  );
  const auth = { type: 'token', token: 'made-up-token' };
  const settings = { endpoint: vendor.url, projectId: 'p1', auth, origins: ['c1'] };
  gateway = createTestGateway([{ backend: 'huawei-css', settings }]);
});
after(async () => {
  await gateway[Symbol.asyncDispose]();
  await vendor[Symbol.asyncDispose]();
});

async function timesOf(filter: string): Promise<string[]> {
  const text = `{ jobs(orderBy: CREATED_AT_ASC, filter: { ${filter} }) { nodes { createdAt } } }`;
  const { data, errors } = await gateway.query<{ jobs: { nodes: { createdAt: string }[] } }>(text);
  assert.deepEqual(errors, []);
  return data.jobs.nodes.map(({ createdAt }) => createdAt);
}

const [OLD, ROUND, NEW] = TIMES;

const WINDOWS: readonly (readonly [filter: string, times: readonly (string | undefined)[]])[] = [
  ['createdAfter: "2026-01-01T00:00:01Z"', [ROUND, NEW]],
  ['createdAfter: "2026-01-01T00:00:01.000000001Z"', [NEW]],
  ['createdAfter: "2026-01-01T00:00:00.9999Z"', [ROUND, NEW]],
  ['createdBefore: "2026-01-01T00:00:01Z"', [OLD]],
  ['createdBefore: "2026-01-01T00:00:01.000000001Z"', [OLD, ROUND]],
  ['createdBefore: "2026-01-01T00:00:01.000000000Z"', [OLD]],
  ['createdAfter: "2026-01-01T00:00:01.0001Z", createdBefore: "2026-01-01T00:00:01.0009Z"', []],
];

for (const [filter, times] of WINDOWS) {
  test(filter, async () => assert.deepEqual(await timesOf(filter), times));
}

const REFUSED = [
  '"2026-11-20"',
  '"2026-11-20T06:53:57"',
  '"2026-11-20T06:53:57+0800"',
  '1795157637',
  '"now"',
];

for (const written of REFUSED) {
  test(`${written} is one error, with its place`, async () => {
    const text = `{ jobs(filter: { createdAfter: ${written} }) { nodes { id } } }`;
    const { errors } = await gateway.query(text);
    assert.equal(errors.length, 1);
    const [{ message = '', extensions = {}, locations = [] } = {}] = errors;
    assert(message.startsWith(`${written} cannot be read: a DateTime is RFC 3339`), message);
    assert.equal(extensions['code'], 'BAD_USER_INPUT');
    assert.deepEqual(locations, [{ line: 1, column: text.indexOf(written) + 1 }]);
  });

  test(`${written} in a variable is one error, with its place`, async () => {
    const text = 'query ($filter: JobFilter) { jobs(filter: $filter) { nodes { id } } }';
    const { errors } = await gateway.query(text, { filter: { createdBefore: JSON.parse(written) } });
    assert.equal(errors.length, 1);
    assert.match(errors[0]?.message ?? '', /at "filter\.createdBefore"; a DateTime is RFC 3339/);
    assert.equal(errors[0]?.extensions['code'], 'BAD_USER_INPUT');
  });
}
