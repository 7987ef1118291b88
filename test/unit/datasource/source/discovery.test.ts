import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { unreadable } from '../../../../src/datasource/paging/read-answer.ts';
import { createDiscovery } from '../../../../src/datasource/source/discovery.ts';
import { SourceError } from '../../../../src/model/source-error.ts';
import { deadline } from '../../../../src/scope/abort.ts';
import { turnsOf } from '../../../../src/scope/request-scope.ts';
import { sourceScope } from '../../../support/source-scope.ts';

const asker = sourceScope();
/** So that nothing is given up in these tests. */
const PATIENT = { patienceMs: 60_000, silenceMs: 60_000, pageMs: 60_000, restMs: 5_000, remembers: 0 };

test('a list that can be read only in part keeps what was there before; one that can be read replaces it', async () => {
  const answers = [
    { keys: ['a', 'b'], isWhole: true },
    { keys: ['b', 'c'], isWhole: false },
    { keys: ['c'], isWhole: true },
  ];
  const discovery = createDiscovery({
    discover: async ({ note }) => {
      const { keys, isWhole } = answers.shift() ?? assert.fail('asked too often');
      if (!isWhole) note({ error: unreadable('id'), losesRows: true });
      return keys.map((key) => ({ key, origin: null }));
    },
    freshMs: 0,
    ...PATIENT,
    now: () => 0,
  });
  const found = async () => {
    const { streams, isComplete } = await discovery.current(asker);
    return { keys: streams.map(({ key }) => key), isComplete };
  };
  assert.deepEqual(await found(), { keys: ['a', 'b'], isComplete: true });
  assert.deepEqual(await found(), { keys: ['b', 'c', 'a'], isComplete: false });
  assert.deepEqual(await found(), { keys: ['c'], isComplete: true });
});

const stream = (key: string) => ({ key, origin: null });
const isDown = (): never => {
  throw new SourceError({ code: 'UPSTREAM_UNAVAILABLE', message: 'it is down', retryAfterMs: 7 });
};

/** A discovery that counts how often it asks, on a clock that a test moves. */
function watched(freshMs = 1_000) {
  const world = { now: 0, asked: 0, answer: (): readonly string[] => ['a'] };
  const discovery = createDiscovery({
    discover: async () => {
      world.asked += 1;
      return world.answer().map(stream);
    },
    freshMs,
    ...PATIENT,
    now: () => world.now,
  });
  return { world, discovery };
}

test('it is asked once however many wait, and not again while the list is fresh', async () => {
  const { world, discovery } = watched();
  assert.deepEqual(discovery.known(), []);
  const answers = await Promise.all([
    discovery.current(asker),
    discovery.current(asker),
    discovery.current(asker),
  ]);
  assert.deepEqual([world.asked, new Set(answers).size], [1, 1]);
  assert.deepEqual(discovery.known(), [stream('a')]);
  world.now = 999;
  await discovery.current(asker);
  assert.equal(world.asked, 1);
  world.now = 1_000;
  await Promise.all([discovery.current(asker), discovery.current(asker)]);
  assert.equal(world.asked, 2);
});

test('a list that is known to be wrong is asked for anew, once', async () => {
  const { world, discovery } = watched();
  await discovery.current(asker);
  discovery.invalidate();
  await discovery.current(asker);
  await discovery.current(asker);
  assert.equal(world.asked, 2);
});

test('a list that cannot be had anew is kept, and its age is told', async () => {
  const { world, discovery } = watched();
  await discovery.current(asker);
  world.now = 90_000;
  world.answer = isDown;
  const { streams, notes, isComplete } = await discovery.current(asker);
  assert.deepEqual(streams, [stream('a')]);
  assert.equal(isComplete, false);
  assert.equal(notes.length, 1);
  assert.equal(notes[0]?.losesRows, false);
  assert.deepEqual([notes[0]?.error.code, notes[0]?.error.retryAfterMs], ['UPSTREAM_UNAVAILABLE', 7]);
  assert.match(notes[0]?.error.message ?? '', /last discovered 90 s ago; .* it is down/);
  world.answer = () => ['b'];
  assert.deepEqual(await discovery.current(asker), {
    streams: [stream('b')],
    notes: [],
    isComplete: true,
    remarks: [],
    at: 90_000,
  });
});

test('without any list the failure is thrown, and the next one asks again', async () => {
  const { world, discovery } = watched();
  world.answer = isDown;
  await assert.rejects(discovery.current(asker), { code: 'UPSTREAM_UNAVAILABLE' });
  world.answer = () => ['a', 'b', 'a'];
  assert.deepEqual((await discovery.current(asker)).streams, [stream('a'), stream('b')]);
});

test('a mistake of our own is no failure of the source, and is not hidden behind an old list', async () => {
  const { world, discovery } = watched(0);
  await discovery.current(asker);
  world.answer = () => {
    throw new RangeError('a bug');
  };
  await assert.rejects(discovery.current(asker), RangeError);
});

test('what turns out wrong while the list is asked for is asked for anew', async () => {
  const { world, discovery } = watched();
  const running = discovery.current(asker);
  discovery.invalidate();
  await running;
  await discovery.current(asker);
  assert.equal(world.asked, 2);
  await discovery.current(asker);
  assert.equal(world.asked, 2);
});

test('a list that is known to be wrong stays so while it cannot be had anew', async () => {
  const { world, discovery } = watched();
  await discovery.current(asker);
  discovery.invalidate();
  world.answer = isDown;
  assert.equal((await discovery.current(asker)).notes.length, 1);
  world.answer = () => ['b'];
  assert.deepEqual((await discovery.current(asker)).streams, [stream('b')]);
});

test('each list is asked for on behalf of who asks for it', async () => {
  const ledgers: unknown[] = [];
  const discovery = createDiscovery({
    discover: async ({ scope: { ledger } }) => {
      ledgers.push(ledger);
      return [];
    },
    freshMs: 0,
    ...PATIENT,
    now: () => 0,
  });
  const other = sourceScope();
  await discovery.current(asker);
  await discovery.current(other);
  assert.deepEqual(
    ledgers.map((ledger) => ledger === other.ledger),
    [false, true],
  );
});

/** A vendor that answers when the test lets it; `signals` are those of the askings. */
function slow(options: { readonly patienceMs: number }) {
  const gates: PromiseWithResolvers<readonly string[]>[] = [];
  const signals: AbortSignal[] = [];
  const discovery = createDiscovery({
    discover: async ({ scope: { signal } }) => {
      const gate = Promise.withResolvers<readonly string[]>();
      gates.push(gate);
      signals.push(signal);
      signal.addEventListener('abort', () =>
        gate.reject(new SourceError({ code: 'DEADLINE_EXCEEDED', message: 'left' })),
      );
      return (await gate.promise).map(stream);
    },
    freshMs: 0,
    silenceMs: 60_000,
    pageMs: 60_000,
    restMs: 5_000,
    now: () => 0,
    remembers: 0,
    ...options,
  });
  return { discovery, gates, signals };
}

test('where there is an old list, a new one that is slow is not waited for long; it comes to those who ask next', async () => {
  const { discovery, gates } = slow({ patienceMs: 20 });
  const first = discovery.current(asker);
  gates[0]?.resolve(['a']);
  assert.deepEqual((await first).streams, [stream('a')]);
  const { streams, notes } = await discovery.current(asker);
  assert.deepEqual(streams, [stream('a')]);
  assert.match(
    notes[0]?.error.message ?? '',
    /last discovered 0 s ago; discovering them again takes too long/,
  );
  assert.equal(notes[0]?.losesRows, false);
  gates[1]?.resolve(['b']);
  await setImmediate();
  assert.deepEqual(discovery.known(), [stream('b')]);
  assert.equal(gates.length, 2);
});

test('nothing is timed any more when a list has come', async (context) => {
  const { discovery, gates } = slow({ patienceMs: 54_321 });
  const timed = context.mock.method(globalThis, 'setTimeout');
  const cleared = context.mock.method(globalThis, 'clearTimeout');
  const list = discovery.current(asker);
  gates[0]?.resolve(['a']);
  await list;
  const timers = timed.mock.calls.filter((call) => call.arguments[1] === 54_321).map(({ result }) => result);
  const ended = new Set(cleared.mock.calls.map((call) => call.arguments[0]));
  assert.deepEqual([timers.length, timers.filter((timer) => !ended.has(timer)).length], [1, 0]);
});

test('a list that has been waited for in vain is not waited for again while it is asked for', async () => {
  const { discovery, gates } = slow({ patienceMs: 200 });
  const first = discovery.current(asker);
  gates[0]?.resolve(['a']);
  await first;
  assert.equal((await discovery.current(asker)).isComplete, false);
  const next = await Promise.race([discovery.current(asker), setImmediate(null)]);
  assert.deepEqual([next?.streams, next?.isComplete], [[stream('a')], false]);
  assert.match(next?.notes[0]?.error.message ?? '', /takes too long/);
  assert.equal(gates.length, 2, 'it is not asked for twice');
});

test('the asking ends with the last client who hangs up, not with one who is late', async () => {
  const { discovery, gates, signals } = slow({ patienceMs: 60_000 });
  const [one, two] = [new AbortController(), new AbortController()];
  const waiting = [one, two].map(({ signal }) => discovery.current(sourceScope({ signal })));
  one.abort();
  await assert.rejects(waiting[0] ?? assert.fail());
  assert.equal(signals[0]?.aborted, false);
  two.abort(new SourceError({ code: 'UPSTREAM_LATE', message: 'late' }));
  await assert.rejects(waiting[1] ?? assert.fail(), { code: 'UPSTREAM_LATE' });
  assert.equal(signals[0]?.aborted, false);
  const three = new AbortController();
  const last = discovery.current(sourceScope({ signal: three.signal }));
  three.abort();
  await assert.rejects(last);
  assert.equal(signals[0]?.aborted, true);
  const anew = discovery.current(asker);
  gates[1]?.resolve(['a']);
  assert.deepEqual((await anew).streams, [stream('a')]);
});

/** A discovery whose vendor tells of one stream more at each asking, and of the others no more. */
function forgetful(remembers: number) {
  let asked = 0;
  const discovery = createDiscovery({
    discover: async () => {
      asked += 1;
      return [stream(`s${asked}`)];
    },
    freshMs: 0,
    ...PATIENT,
    remembers,
    now: () => 0,
  });
  const keys = async () => (await discovery.current(asker)).streams.map(({ key }) => key);
  return { discovery, keys };
}

test('what the vendor told of once stays known, as many as are to be remembered; what it told of latest stays', async () => {
  const { keys } = forgetful(3);
  assert.deepEqual(await keys(), ['s1']);
  assert.deepEqual(await keys(), ['s2', 's1']);
  assert.deepEqual(await keys(), ['s3', 's2', 's1']);
  assert.deepEqual(await keys(), ['s4', 's3', 's2', 's1']);
  assert.deepEqual(await keys(), ['s5', 's4', 's3', 's2'], 'three, beside what it tells of now');
});

test('nothing is remembered where the vendor tells of all there is', async () => {
  const { keys } = forgetful(0);
  assert.deepEqual([await keys(), await keys()], [['s1'], ['s2']]);
});

test('what has nothing any more is not remembered; if the vendor still tells of it, it stays', async () => {
  const { discovery, keys } = forgetful(3);
  await keys();
  discovery.forget('s1');
  discovery.forget('s2');
  assert.deepEqual(await keys(), ['s2']);
  assert.deepEqual(await keys(), ['s3', 's2']);
});

test('where lists can never be read as a whole, what is kept of earlier ones is bounded', async () => {
  let asked = 0;
  const discovery = createDiscovery({
    discover: async ({ note }) => {
      note({ error: unreadable('id'), losesRows: true });
      asked += 1;
      return Array.from({ length: 4_000 }, (__, i) => stream(`s${asked}-${i}`));
    },
    freshMs: 0,
    ...PATIENT,
    now: () => 0,
  });
  for (let i = 0; i < 4; i++) await discovery.current(asker);
  assert.equal((await discovery.current(asker)).streams.length, 4_000 + 10_000);
});

test('however many answers it takes, it goes on as long as they come', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout', 'Date'] });
  let deadlineAt = 0;
  const discovery = createDiscovery({
    discover: async ({ scope, onAnswer }) => {
      for (let answers = 0; answers < 10; answers++) {
        t.mock.timers.tick(80);
        scope.signal.throwIfAborted();
        onAnswer();
      }
      deadlineAt = scope.deadlineAt;
      return [stream('a')];
    },
    freshMs: 1_000,
    patienceMs: 60_000,
    silenceMs: 100,
    pageMs: 60_000,
    restMs: 5_000,
    now: () => 0,
    remembers: 0,
  });
  const { streams } = await discovery.current(asker);
  assert.deepEqual([streams, deadlineAt], [[stream('a')], 900]);
});

test('but not for ever: where each answer leads to another one it fails, and says so', async () => {
  let answers = 0;
  const discovery = createDiscovery({
    discover: async ({ scope, onAnswer }) => {
      for (; answers < 100_000 && !scope.signal.aborted; answers++) onAnswer();
      scope.signal.throwIfAborted();
      return [];
    },
    freshMs: 1_000,
    ...PATIENT,
    now: () => 0,
  });
  await assert.rejects(
    discovery.current(asker),
    (error) => error instanceof SourceError && /no end after 20001 answers/.test(error.message),
  );
  assert.equal(answers, 20_001);
});

describe('a discovery that fails after many answers, and would fail again,', () => {
  /** Takes so long, and fails with that. */
  function endless(tookMs: number, retryable = false, answers = 50) {
    const world = { now: 0, asked: 0, isMended: false };
    const discovery = createDiscovery({
      discover: async ({ onAnswer }) => {
        world.asked += 1;
        if (world.isMended) return [stream('a')];
        for (let i = 0; i < answers; i++) onAnswer();
        world.now += tookMs;
        throw new SourceError({ code: 'UPSTREAM_BAD_RESPONSE', message: 'no end', retryable });
      },
      freshMs: 0,
      ...PATIENT,
      now: () => world.now,
    });
    return { world, fails: () => assert.rejects(discovery.current(asker), /no end/), discovery };
  }

  for (const [tookMs, restMs] of [
    [0, 5_000],
    [60_000, 60_000],
  ] as const)
    test(`is not begun anew for ${restMs} ms where it took ${tookMs}`, async () => {
      const { world, fails } = endless(tookMs);
      await fails();
      world.now += restMs - 1;
      await fails();
      assert.equal(world.asked, 1);
      world.now += 1;
      await fails();
      assert.equal(world.asked, 2);
    });

  test('leaves the list that was known in force', async () => {
    const { world, discovery } = endless(0);
    world.isMended = true;
    await discovery.current(asker);
    world.isMended = false;
    for (const _ of ['failing', 'resting']) {
      const { streams, isComplete, notes } = await discovery.current(asker);
      assert.deepEqual([streams, isComplete], [[stream('a')], false]);
      assert.match(notes[0]?.error.message ?? '', /no end/);
    }
    assert.equal(world.asked, 2);
  });

  for (const [what, retryable, answers] of [
    ['after few', false, 49],
    ['and may go well next time', true, 50],
  ] as const)
    test(`but one that fails ${what} is tried again by whoever comes next`, async () => {
      const { world, fails } = endless(0, retryable, answers);
      await fails();
      await fails();
      assert.equal(world.asked, 2);
    });
});

test('it takes the turns that all have together, whoever asks first', async () => {
  const turns: string[] = [];
  const discovery = createDiscovery({
    discover: async ({ scope }) => {
      turns.push(turnsOf(scope));
      return [];
    },
    freshMs: 0,
    ...PATIENT,
    now: () => 0,
  });
  await discovery.current(asker);
  assert.notEqual(turns[0], turnsOf(asker));
});

test('where it has kept one page waiting for all of its time without an answer, it keeps no other one', async () => {
  const discovery = createDiscovery({
    discover: () => new Promise(() => undefined),
    freshMs: 0,
    ...PATIENT,
    pageMs: 20,
    now: Date.now,
  });
  const { signal } = deadline(20);
  await assert.rejects(discovery.current(sourceScope({ signal })), { code: 'UPSTREAM_LATE' });
  await assert.rejects(
    discovery.current(asker),
    ({ code, failingSince }: SourceError) => code === 'UPSTREAM_LATE' && failingSince !== null,
  );
});
