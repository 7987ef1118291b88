import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startWorld } from '../../support/start-world.ts';

const JOBS = '{ jobs(first: 20) { nodes { id } sources { rowsFetched rowsReturned } } }';

interface Reports {
  readonly jobs: { readonly sources: readonly { rowsFetched: number; rowsReturned: number }[] };
}

/** The value of one series; `null`: it is not there. */
function seriesIn(text: string, series: string): number | null {
  const line = text.split('\n').find((one) => one.startsWith(`${series} `));
  return line === undefined ? null : Number(line.slice(series.length + 1));
}

test('each source has its series: requests, rows, pages, sign-ins, state', async () => {
  await using world = await startWorld({ jobs: 30 });
  const { data } = await world.query<Reports>(JOBS);
  const text = await world.metrics();
  const [zstack] = data.jobs.sources;
  assert.equal(seriesIn(text, 'jobweave_source_rows_fetched_total{source="dc1"}'), zstack?.rowsFetched);
  assert.equal(seriesIn(text, 'jobweave_source_rows_returned_total{source="dc1"}'), zstack?.rowsReturned);
  assert.equal(seriesIn(text, 'jobweave_source_pages_total{source="dc1",state="OK"}'), 1);
  assert.equal(seriesIn(text, 'jobweave_source_sign_ins_total{source="dc1",outcome="ok"}'), 1);
  assert((seriesIn(text, 'jobweave_source_requests_total{source="dc1",outcome="ok"}') ?? 0) >= 1);
  assert((seriesIn(text, 'jobweave_source_request_duration_seconds_count{source="dc1"}') ?? 0) >= 1);
  assert.equal(seriesIn(text, 'jobweave_source_state{source="dc1",state="HEALTHY"}'), 1);
  assert.equal(seriesIn(text, 'jobweave_source_state{source="dc1",state="DOWN"}'), 0);
  assert.equal(seriesIn(text, 'jobweave_source_breaker{source="dc1",state="closed"}'), 1);
  assert.equal(seriesIn(text, 'jobweave_source_requests_waiting{source="dc1"}'), 0);
  assert.equal(seriesIn(text, 'jobweave_source_info{source="dc1",backend="zstack"}'), 1);
});

test('a source that is throttled, and one that has gone', async () => {
  await using world = await startWorld({ jobs: 10 });
  await world.vendor('search').close();
  world.vendor('dc1').fault = ({ path }) =>
    path.endsWith('/login') ? null : { kind: 'status', status: 429 };
  await world.query(JOBS);
  const text = await world.metrics();
  const throttled = seriesIn(text, 'jobweave_source_throttled_total{source="dc1"}') ?? 0;
  assert(throttled >= 2, `${throttled}`);
  assert.equal(
    seriesIn(text, 'jobweave_source_requests_total{source="dc1",outcome="UPSTREAM_RATE_LIMITED"}'),
    throttled,
  );
  assert.equal(seriesIn(text, 'jobweave_source_retries_total{source="dc1"}'), throttled - 1);
  assert.equal(seriesIn(text, 'jobweave_source_state{source="search",state="HEALTHY"}'), 0);
  assert.equal(seriesIn(text, 'jobweave_source_pages_total{source="search",state="FAILED"}'), 1);
  assert.equal(seriesIn(text, 'jobweave_source_pages_total{source="apps",state="OK"}'), 1);
});

test('where every source has gone, their pages are counted all the same', async () => {
  await using world = await startWorld({ jobs: 5 });
  await Promise.all(world.vendors.map((vendor) => vendor.close()));
  await world.query(JOBS);
  assert.equal(
    seriesIn(await world.metrics(), 'jobweave_source_pages_total{source="apps",state="FAILED"}'),
    1,
  );
});

test('operations are counted by name, of which only so many have series of their own', async () => {
  await using world = await startWorld({ jobs: 5 });
  await world.query('query Known { __typename }');
  for (let i = 0; i < 110; i += 1) await world.query(`query Made_up_${i} { __typename }`);
  const text = await world.metrics();
  const count = 'jobweave_operation_duration_seconds_count';
  assert.equal(seriesIn(text, `${count}{name="Known",outcome="ok"}`), 1);
  assert.equal(seriesIn(text, `${count}{name="other",outcome="ok"}`), 11);
  assert.equal(text.match(new RegExp(`^${count}`, 'gm'))?.length, 101);
});
