import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import type { SourceHealth, SourceState } from '../../../src/datasource/contract/source-health.ts';
import { SourceError } from '../../../src/model/source-error.ts';
import type { LogLine } from '../../../src/observe/log/log.ts';
import { logStateChanges } from '../../../src/observe/sources.ts';

const FAILURE = new SourceError({ code: 'UPSTREAM_TIMEOUT', message: 'too slow' });

const healthOf = (state: SourceState): SourceHealth => ({
  state,
  lastError: state === 'HEALTHY' ? null : FAILURE,
  lastCheckedAt: 1,
  failingSince: null,
});

function watchOne() {
  const lines: LogLine[] = [];
  let state: SourceState = 'UNKNOWN';
  let looks = 0;
  let now = 1_000;
  const health = () => {
    looks += 1;
    return healthOf(state);
  };
  const look = logStateChanges(
    (line) => lines.push(line),
    (id) => (id === 'dc1' ? { backend: 'b', health } : undefined),
    () => now,
  );
  /** A request ends, and leaves the source in a state. */
  const request = async (next: SourceState, error: SourceError | null = null): Promise<void> => {
    now += 100;
    look('dc1', error !== null);
    state = next;
    await turn();
  };
  return { lines, request, looks: () => looks };
}

test('one line when a source dies, one when it is back, and none in between', async () => {
  const { lines, request } = watchOne();
  await request('HEALTHY');
  await request('DOWN', FAILURE);
  await request('DOWN', FAILURE);
  await request('HEALTHY');
  await request('HEALTHY');
  assert.deepEqual(
    lines.map(({ level, state, before, code }) => [level, before, state, code]),
    [
      ['debug', 'UNKNOWN', 'HEALTHY', undefined],
      ['error', 'HEALTHY', 'DOWN', 'UPSTREAM_TIMEOUT'],
      ['info', 'DOWN', 'HEALTHY', undefined],
    ],
  );
  assert.equal(lines[2]?.['beforeMs'], 200, 'how long it was down');
});

test('while a source is well, answers cost no look', async () => {
  const { request, looks } = watchOne();
  await request('HEALTHY');
  const before = looks();
  for (let i = 0; i < 10; i += 1) await request('HEALTHY');
  assert.equal(looks(), before);
});
