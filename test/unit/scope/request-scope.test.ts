import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { SourceError } from '../../../src/model/source-error.ts';
import { createDefects } from '../../../src/scope/defects.ts';
import { RequestScope } from '../../../src/scope/request-scope.ts';

const source = (id: string, deadlineMs = 60_000) => ({ id, deadlineMs, defects: createDefects(id) });

test('all reads of one source share one part of the request; sources share none', () => {
  const scope = new RequestScope({ client: new AbortController(), header: (name) => name });
  assert.equal(scope.of(source('a')), scope.of(source('a')));
  assert.notEqual(scope.of(source('a')).ledger, scope.of(source('b')).ledger);
  assert.equal(scope.of(source('a')).request, scope);
  assert.equal(scope.header('x-auth-token'), 'x-auth-token');
});

test('who leaves stops the reads', () => {
  const asker = new AbortController();
  const { signal } = new RequestScope({ client: asker }).of(source('a'));
  assert.equal(signal.aborted, false);
  asker.abort();
  assert.equal(signal.aborted, true);
});

test('a deadline counts from the beginning of the request, not from the first read', async () => {
  const scope = new RequestScope({ client: new AbortController() });
  await delay(30);
  const { signal, deadlineAt } = scope.of(source('a', 20));
  assert.equal(deadlineAt, scope.startedAt + 20);
  await delay(5);
  assert.equal(signal.aborted, true);
  assert(signal.reason instanceof SourceError);
  assert.equal(signal.reason.code, 'UPSTREAM_LATE');
});

test('a deadline passes while something is read, and is found to have passed by who reads later', async () => {
  const scope = new RequestScope({ client: new AbortController() });
  const { signal } = scope.of(source('a', 20));
  await assert.rejects(
    scope.track(() => delay(5_000, undefined, { signal })),
    { name: 'AbortError' },
  );
  const late = new RequestScope({ client: new AbortController() });
  const idle = late.of(source('a', 20)).signal;
  await delay(40);
  assert.equal(idle.aborted, false);
  await late.inTime(async () => assert.equal(idle.aborted, true));
});

test('sources with the same time share one signal, others have their own', () => {
  const scope = new RequestScope({ client: new AbortController() });
  const [a, b, c] = [scope.of(source('a', 20)), scope.of(source('b', 20)), scope.of(source('c', 30))];
  assert.equal(a.signal, b.signal);
  assert.notEqual(a.signal, c.signal);
});

test('nothing is settled before the last read, and what it causes, has ended', async () => {
  const scope = new RequestScope({ client: new AbortController() });
  const order: string[] = [];
  const read = (name: string, then?: () => void) =>
    scope.track(() => delay(5).then(() => order.push(name))).then(then, () => undefined);
  read('page', () => {
    // As a loader does: its batch goes out a little later.
    process.nextTick(() => read('names'));
  });
  read('failing').catch(() => undefined);
  await scope.settled();
  assert.deepEqual(order, ['page', 'failing', 'names']);
});

test('where nothing is read, all is settled', async () => {
  await new RequestScope({ client: new AbortController() }).settled();
});
