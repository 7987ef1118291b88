import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Counter } from 'prom-client';
import { createObserver } from '../../../src/observe/create-observer.ts';
import type { LogLine } from '../../../src/observe/log/log.ts';
import { ask } from './ask.ts';
import { tinyGateway } from './tiny-gateway.ts';

const scrape = async (server: ReturnType<typeof tinyGateway>['server']): Promise<string> =>
  (await server.fetch('http://gateway/metrics')).text();

test('the process, the version and what others add are there', async () => {
  const observer = createObserver({ version: '1.2.3' });
  new Counter({ name: 'added_elsewhere_total', help: 'A test.', registers: [observer.registry] }).inc(7);
  const text = await scrape(tinyGateway({ observer }).server);
  assert.match(text, /^process_cpu_seconds_total /m);
  assert.match(text, /^jobweave_build_info\{version="1.2.3"\} 1$/m);
  assert.match(text, /^added_elsewhere_total 7$/m);
});

test('requests are counted by method, route and status', async () => {
  const { server } = tinyGateway();
  await ask(server, '{ hello }');
  await ask(server, '{ hello }');
  await server.fetch('http://gateway/someone/s/guess');
  const text = await scrape(server);
  assert.match(text, /^jobweave_http_requests_total\{method="POST",route="\/graphql",status="200"\} 2$/m);
  assert.match(text, /^jobweave_http_requests_total\{method="GET",route="other",status="404"\} 1$/m);
  assert.doesNotMatch(text, /guess/);
});

test('operations are timed by type and outcome', async () => {
  const { server } = tinyGateway();
  await ask(server, '{ hello }');
  await ask(server, '{ hello bug }');
  await ask(server, '{ list }');
  const text = await scrape(server);
  const count = 'jobweave_graphql_operation_duration_seconds_count';
  assert.match(text, new RegExp(`^${count}\\{operation="query",outcome="ok"\\} 1$`, 'm'));
  assert.match(text, new RegExp(`^${count}\\{operation="query",outcome="partial"\\} 2$`, 'm'));
});

test('what a caller does wrong is not told of as a defect, in parts as little as in one piece', async () => {
  const lines: LogLine[] = [];
  const observer = createObserver({ version: '1.2.3', log: (line) => lines.push(line) });
  const { server } = tinyGateway({ observer });
  const codes = (): unknown[] => lines.flatMap((line) => ('codes' in line ? [line['codes']] : []));
  await ask(server, 'query ($n: String!) { hello(name: $n) }', { n: 7 });
  await ask(server, '{ onPurpose }');
  await ask(server, '{ bug }');
  const parts = await server.fetch('http://gateway/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'multipart/mixed' },
    body: JSON.stringify({ query: '{ hello ... @defer { onPurpose } }' }),
  });
  await parts.text();
  assert.deepEqual(codes(), [['BAD_USER_INPUT'], ['NOT_FOUND'], ['INTERNAL_SERVER_ERROR'], ['NOT_FOUND']]);
});

test('the type of the answer is that of the exposition format', async () => {
  const response = await tinyGateway().server.fetch('http://gateway/metrics');
  assert.match(response.headers.get('content-type') ?? '', /^text\/plain; version=0\.0\.4/);
});
