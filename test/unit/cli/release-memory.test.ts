import assert from 'node:assert/strict';
import { performance } from 'node:perf_hooks';
import { type TestContext, test } from 'node:test';
import { ownMemory, releaseMemoryWhenIdle } from '../../../src/cli/serve/release-memory.ts';

const MEBIBYTE = 1024 * 1024;

/** A process that has started; its work and memory are set by hand. `after`: what it holds after a release, in mebibytes. */
function setUp(t: TestContext, after: number) {
  t.mock.timers.enable({ apis: ['setInterval'] });
  const state = { utilization: 1, mebibytes: 0, releases: 0 };
  releaseMemoryWhenIdle({
    utilization: () => state.utilization,
    held: () => state.mebibytes * MEBIBYTE,
    release: () => {
      state.releases += 1;
      state.mebibytes = after;
    },
  });
  state.utilization = 0;
  t.mock.timers.tick(1_000);
  state.releases = 0;
  const pass = (seconds: number, utilization: number): number => {
    state.utilization = utilization;
    for (let i = 0; i < seconds / 5; i += 1) t.mock.timers.tick(5_000);
    return state.releases;
  };
  return { state, pass };
}

test('memory is released once a rush is over, and not while anybody asks', (t) => {
  const { state, pass } = setUp(t, 50);
  state.mebibytes = 200;
  assert.equal(pass(60, 0.9), 0);
  assert.equal(pass(60, 0.05), 0, 'some ask');
  assert.equal(pass(5, 0.001), 0);
  assert.equal(pass(5, 0.001), 1);
  assert.equal(pass(600, 0.001), 1, 'once is enough');
});

test('what little has come since then is not worth it', (t) => {
  const { state, pass } = setUp(t, 50);
  state.mebibytes = 200;
  pass(10, 0);
  state.mebibytes = 80;
  assert.equal(pass(60, 0), 1);
  state.mebibytes = 83;
  assert.equal(pass(60, 0), 2);
});

test('what was needed at a release, and has gone since, makes room for nothing else', (t) => {
  const { state, pass } = setUp(t, 400);
  state.mebibytes = 500;
  assert.equal(pass(10, 0), 1);
  state.mebibytes = 100;
  assert.equal(pass(10, 0), 1);
  state.mebibytes = 420;
  assert.equal(pass(10, 0), 2);
  assert.equal(pass(600, 0), 2, 'once is enough');
});

test('what the start has left is released in the first second in which nobody asks', (t) => {
  t.mock.timers.enable({ apis: ['setInterval'] });
  const state = { utilization: 0.5, releases: 0 };
  releaseMemoryWhenIdle({
    utilization: () => state.utilization,
    held: () => 0,
    release: () => {
      state.releases += 1;
    },
  });
  t.mock.timers.tick(3_000);
  assert.equal(state.releases, 0, 'it is being started, or asked');
  state.utilization = 0;
  t.mock.timers.tick(1_000);
  assert.equal(state.releases, 1);
  t.mock.timers.tick(60_000);
  assert.equal(state.releases, 1, 'once is enough');
});

test('what few requests need is loaded first, in a second of its own', (t) => {
  t.mock.timers.enable({ apis: ['setInterval'] });
  const told: string[] = [];
  const state = { utilization: 0.5 };
  releaseMemoryWhenIdle({
    load: async () => {
      told.push('load');
      throw new Error('It is told where it is needed.');
    },
    utilization: () => state.utilization,
    held: () => 0,
    release: () => told.push('release'),
  });
  t.mock.timers.tick(2_000);
  assert.deepEqual(told, []);
  state.utilization = 0;
  t.mock.timers.tick(1_000);
  assert.deepEqual(told, ['load']);
  t.mock.timers.tick(60_000);
  assert.deepEqual(told, ['load', 'release']);
});

test('it is loaded soon after the start in any case', (t) => {
  t.mock.timers.enable({ apis: ['setInterval'] });
  const told: string[] = [];
  releaseMemoryWhenIdle({
    load: async () => told.push('load'),
    utilization: () => 0.5,
    held: () => 0,
    release: () => told.push('release'),
  });
  t.mock.timers.tick(2_000);
  assert.deepEqual(told, []);
  t.mock.timers.tick(60_000);
  assert.deepEqual(told, ['load']);
});

test('the engine collects when it is asked to, and programs see nothing of it', async (t) => {
  t.mock.timers.enable({ apis: ['setInterval'] });
  const work = performance.eventLoopUtilization;
  t.mock.method(performance, 'eventLoopUtilization', () => ({ ...work(), utilization: 0 }));
  const isFreed = Promise.withResolvers<void>();
  const registry = new FinalizationRegistry(() => isFreed.resolve());
  registry.register(new Array(1_000), null);
  releaseMemoryWhenIdle(ownMemory());
  t.mock.timers.tick(10_000);
  await isFreed.promise;
  assert.equal('gc' in globalThis, false);
});
