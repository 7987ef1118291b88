import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SourceScope } from '../../../../src/scope/request-scope.ts';
import { rateLimit } from '../../../../src/upstream/policies/rate-limit.ts';
import { createRateLimiter, type Meter } from '../../../../src/upstream/policies/rate-limiter.ts';
import { createTokenBucket } from '../../../../src/upstream/policies/token-bucket.ts';
import { sourceScope } from '../../../support/source-scope.ts';
import { answerOf, callOf, failsWith, fakeClock, settle } from '../support.ts';

function setUp(meterOf: (bucket: Meter) => Meter = (bucket) => bucket) {
  const clock = fakeClock(0);
  const limiter = createRateLimiter(meterOf(createTokenBucket({ perSecond: 10, burst: 3 }, clock)), clock);
  const at: number[] = [];
  const pass = async (scope = sourceScope()) => {
    await limiter(scope);
    at.push(clock.now());
  };
  return { clock, limiter, pass, at };
}

test('nobody waits whose turn it is; the others wait in line', async () => {
  const { limiter, pass, at } = setUp();
  assert.equal(limiter(sourceScope()), null);
  await Promise.all(Array.from({ length: 5 }, () => pass()));
  assert.deepEqual(at, [0, 0, 100, 200, 300]);
});

test('who leaves takes no turn along, whether before or in line', async () => {
  const { pass, at } = setUp();
  await Promise.all([pass(), pass(), pass()]);
  await assert.rejects(pass(sourceScope({ signal: AbortSignal.abort() })), failsWith('DEADLINE_EXCEEDED'));
  const leaving = new AbortController();
  const [first, left, last] = [pass(), pass(sourceScope({ signal: leaving.signal })), pass()];
  leaving.abort();
  await assert.rejects(left, failsWith('DEADLINE_EXCEEDED'));
  await Promise.all([first, last]);
  assert.deepEqual(at, [0, 0, 0, 100, 200]);
});

test('a turn that comes after the deadline is refused at once, as our own word', async () => {
  const { clock, pass } = setUp();
  await Promise.all([pass(), pass(), pass()]);
  const refused = pass(sourceScope({ deadlineAt: clock.now() + 100 }));
  await assert.rejects(refused, { code: 'UPSTREAM_RATE_LIMITED', origin: 'gateway', retryAfterMs: 100 });
  assert.deepEqual(clock.slept, []);
});

test('so is one for which somebody waits already, however long that one may wait', async () => {
  const clock = fakeClock(0);
  const slept = Promise.withResolvers<void>();
  const limiter = createRateLimiter(createTokenBucket({ perSecond: 1, burst: 1 }, clock), {
    ...clock,
    sleep: () => slept.promise,
  });
  assert.equal(limiter(sourceScope()), null);
  const patient = limiter(sourceScope());
  await settle();
  clock.advance(200);
  const refused = limiter(sourceScope({ deadlineAt: 700 }));
  await assert.rejects(async () => refused, { code: 'UPSTREAM_RATE_LIMITED', retryAfterMs: 800 });
  clock.advance(800);
  slept.resolve();
  await patient;
});

test('a wait for the configured rate is one behind others, a wait for what a vendor allows is not', async () => {
  const queued: string[] = [];
  for (const kind of ['configured', 'learnt']) {
    const clock = fakeClock(0);
    const scope = sourceScope();
    scope.ledger.queue = () => {
      queued.push(kind);
      return () => undefined;
    };
    const meter = createTokenBucket({ perSecond: 10, burst: 1 }, clock);
    if (kind === 'configured') {
      const send = rateLimit(meter, clock)(async () => answerOf({}));
      for (let sent = 0; sent < 2; sent += 1) await send(callOf({ scope }));
    } else {
      const limiter = createRateLimiter(meter, clock);
      for (let sent = 0; sent < 2; sent += 1) await limiter(scope);
    }
  }
  assert.deepEqual(queued, ['configured']);
});

/** Who waits gets turns in this order, after all free ones were taken. */
async function orderOf(waiters: readonly { name: string; scope: SourceScope; goesOn?: boolean }[]) {
  const { limiter, pass } = setUp();
  await Promise.all([pass(), pass(), pass()]);
  const order: string[] = [];
  await Promise.all(
    waiters.map(({ name, scope, goesOn }) => limiter(scope, goesOn)?.then(() => order.push(name))),
  );
  return order.join(' ');
}

test('of one operation, what goes on with a list goes before what begins one, also before who waits at the head', async () => {
  const scope = sourceScope();
  const order = await orderOf([
    { name: 'b1', scope },
    { name: 'c1', scope },
    { name: 'a2', scope, goesOn: true },
    { name: 'a3', scope, goesOn: true },
  ]);
  assert.equal(order, 'a2 a3 b1 c1');
});

test('operations take turns, and so do callers, whatever each goes on with', async () => {
  const [one, other] = [sourceScope(), sourceScope()];
  const order = await orderOf([
    { name: 'one', scope: one, goesOn: true },
    { name: 'one again', scope: one, goesOn: true },
    { name: 'other', scope: other },
  ]);
  assert.equal(order, 'one other one again');
});

test('where turns cannot be counted, the first in line is told, and the others go on', async () => {
  const meant = new Error('no count');
  let asked = 0;
  const { limiter } = setUp(() => async () => {
    asked += 1;
    if (asked === 1) throw meant;
    return 0;
  });
  const [first, second] = [limiter(sourceScope()), limiter(sourceScope())];
  await assert.rejects(async () => first, meant);
  await second;
  assert.equal(asked, 2);
});

test('turns that are counted elsewhere are waited for in the same way', async () => {
  const { limiter, pass, at } = setUp((bucket) => async () => {
    await settle();
    return bucket();
  });
  assert.notEqual(limiter(sourceScope()), null);
  await Promise.all(Array.from({ length: 4 }, () => pass()));
  assert.deepEqual(at, [0, 0, 100, 200]);
});
