import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createContext } from '../../../src/context.ts';
import { startTracing } from '../../../src/observe/traces/start-tracing.ts';
import { createServer } from '../../../src/server.ts';
import { executableSchema } from '../../support/create-test-gateway.ts';
import { startWorld } from '../../support/start-world.ts';
import { startOtlpReceiver } from './otlp-receiver.ts';

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const CALLER = `00-${TRACE}-00f067aa0ba902b7-01`;

test('one span for the operation and one for each request, in the caller’s trace, which goes on to the vendors', async (t) => {
  const collector = await startOtlpReceiver();
  t.after(collector.close);
  await using world = await startWorld({ jobs: 10 });
  const tracing = startTracing({ endpoint: collector.endpoint, ratio: 0 }, '1.2.3');
  const http = createServer({
    schema: executableSchema(),
    context: (asked) => createContext(world.gateway, asked, undefined, tracing.begin(asked.header)),
    version: '0.0.0',
  });
  const ask = (headers: Record<string, string>) =>
    http.fetch('http://gateway.test/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({
        query: 'query Latest { jobs(first: 5) { nodes { id } sources { requests } } }',
      }),
    });
  const response = await ask({ traceparent: CALLER });
  const { data } = await response.json();
  await ask({});
  await tracing.close();

  assert.deepEqual(collector.refused, []);
  const [operation, ...others] = collector.spans.filter(({ kind }) => kind === 2);
  assert.deepEqual(others, [], 'with a ratio of 0 only that is traced which its caller traces');
  assert.equal(operation?.name, 'query Latest');
  assert.equal(operation?.traceId, TRACE);
  assert.equal(operation?.parentSpanId, '00f067aa0ba902b7');
  assert.equal(operation?.attributes['graphql.operation.name'], 'Latest');
  const calls = collector.spans.filter(({ kind }) => kind === 3);
  const requests = data.jobs.sources.reduce(
    (sum: number, one: { requests: number }) => sum + one.requests,
    0,
  );
  assert.equal(calls.length, requests);
  for (const call of calls) {
    assert.equal(call.traceId, TRACE);
    assert.equal(call.parentSpanId, operation?.spanId);
    assert.match(call.attributes['http.response.status_code'] ?? '', /^20[01]$/);
    assert.match(call.attributes['url.path'] ?? '', /^\//);
  }
  const carried = world.vendor('dc1').requests.map(({ headers }) => headers['traceparent'] ?? '');
  const ids = calls.map(({ spanId }) => `00-${TRACE}-${spanId}-01`);
  assert(ids.includes(carried[0] ?? ''), 'the vendor is told which span it serves');
  assert.doesNotMatch(JSON.stringify(collector.spans), /demo-token|OAuth [0-9a-f]{32}/);
});
