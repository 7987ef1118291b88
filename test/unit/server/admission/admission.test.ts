import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { GraphQLError } from 'graphql';
import { PROCESS_LOOP } from '../../../../src/scope/event-loop.ts';
import { FairLoop } from '../../../../src/scope/fair-loop.ts';
import { Admission, type AdmissionLimits } from '../../../../src/server/admission/admission.ts';

const STAYS = { signal: new AbortController().signal, isGone: false };

/** All is done in no time, so that none has taken more than another. */
const timeless = (): FairLoop => new FairLoop({ ...PROCESS_LOOP, now: () => 0 });

const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** A door, and who has gone through it, in order. */
function setUp(limits: Partial<AdmissionLimits> = {}, width = () => 1) {
  const crowd = { running: 0, waiting: 0, refused: 0 };
  const door = new Admission(
    { operations: 2, waiting: 2, waitMs: 60_000, ...limits },
    width,
    crowd,
    timeless(),
  );
  const inside: string[] = [];
  const leaves = new Map<string, () => void>();
  const come = async (name: string, given = STAYS.signal): Promise<string> => {
    try {
      leaves.set(name, await door.enter(name.charAt(0), { signal: given, isGone: given.aborted }));
      inside.push(name);
      return 'inside';
    } catch (error) {
      if (given.aborted) return 'gone';
      assert(error instanceof GraphQLError && error.extensions['code'] === 'GATEWAY_OVERLOADED');
      return 'refused';
    }
  };
  const go = async (name: string): Promise<void> => {
    leaves.get(name)?.();
    await settle();
  };
  return { come, go, inside, crowd, door };
}

test('so many are inside, so many wait, and the others are told at once', async () => {
  const { come, go, inside, crowd } = setUp();
  const all = ['a1', 'a2', 'a3', 'a4'].map((name) => come(name));
  assert.equal(await come('a5'), 'refused');
  assert.deepEqual(crowd, { running: 2, waiting: 2, refused: 1 });
  await go('a1');
  assert.deepEqual(inside, ['a1', 'a2', 'a3']);
  await go('a2');
  assert.deepEqual(await Promise.all(all), Array(4).fill('inside'));
  await go('a3');
  await go('a4');
  assert.deepEqual(crowd, { running: 0, waiting: 0, refused: 1 });
});

test('it is known beforehand who would be turned away', async () => {
  const { come, door } = setUp();
  for (const name of ['a1', 'a2', 'a3', 'a4']) {
    assert.equal(door.turnsAway('a'), false);
    come(name);
  }
  assert.equal(door.turnsAway('a'), true);
  assert.equal(door.turnsAway('b'), false, 'others have places of their own to wait');
});

test('who leaves twice gives one place free', async () => {
  const { come, go, crowd } = setUp();
  await come('a1');
  await come('a2');
  await go('a1');
  await go('a1');
  assert.equal(crowd.running, 1);
});

test('a flood of one does not hold up another, nor take its places to wait', async () => {
  const { come, go, inside } = setUp();
  const flood = ['a1', 'a2', 'a3', 'a4'].map((name) => come(name));
  assert.equal(await come('a5'), 'refused');
  const other = come('b1');
  await go('a1');
  await go('a2');
  assert.deepEqual(inside, ['a1', 'a2', 'b1', 'a3'], 'there is a place that a cannot have');
  assert.equal(await other, 'inside');
  await go('b1');
  await go('a3');
  assert.deepEqual(await Promise.all(flood), Array(4).fill('inside'));
});

test('when room gets scarce, those who have waited longest go, and the latest are soon inside', async () => {
  const { come, go, inside, crowd } = setUp({ operations: 1, waiting: 20 });
  const all = Array.from({ length: 21 }, (_, i) => come(`a${i}`));
  assert.equal(await come('a21'), 'refused');
  assert.equal(crowd.waiting, 8, 'one queue for which an answer is not too long');
  await go('a0');
  assert.equal(inside.at(-1), 'a13');
  for (let i = 13; i < 20; i += 1) await go(`a${i}`);
  const told = await Promise.all(all);
  assert.deepEqual(told, [...told.slice(0, 1), ...Array(12).fill('refused'), ...Array(8).fill('inside')]);
  assert.equal(crowd.refused, 13);
});

test('where all room is taken, who has little of it takes it from who has most', async () => {
  const { come, crowd } = setUp({ operations: 1, waiting: 8 });
  const flood = Array.from({ length: 9 }, (_, i) => come(`a${i}`));
  const others = ['b1', 'b2', 'b3', 'b4', 'b5', 'b6', 'b7', 'b8'].map((name) => come(name));
  assert.equal(crowd.waiting, 12);
  assert.equal(await flood[1], 'refused');
  assert.equal(await Promise.race([flood[8], 'waits']), 'waits');
  assert.equal(await others[7], 'refused', 'as many as of the other');
  assert.equal(await Promise.race([others[6], 'waits']), 'waits');
});

test('where all room is taken, whoever has taken most of the loop goes, however few of it wait', async () => {
  let now = 0;
  const loop = new FairLoop({ ...PROCESS_LOOP, now: () => now });
  const crowd = { running: 0, waiting: 0, refused: 0 };
  const door = new Admission({ operations: 1, waiting: 2, waitMs: 60_000 }, () => 1, crowd, loop);
  (await door.enter('small', STAYS))();
  const leaves = [await door.enter('dear', STAYS)];
  now += 500;
  await settle();
  leaves.push(await door.enter('small', STAYS));
  const told: string[] = [];
  const come = async (name: string): Promise<void> => {
    try {
      (await door.enter(name, STAYS))();
      told.push(name);
    } catch {
      told.push(`${name} is refused`);
    }
  };
  const all = ['dear', 'small', 'small', 'other'].map((name) => come(name));
  await settle();
  assert.deepEqual(told, ['dear is refused']);
  for (const leave of leaves) leave();
  await Promise.all(all);
  assert.deepEqual(told.slice(1).toSorted(), ['other', 'small', 'small']);
});

test('a flood that has all places leaves some for those who have none', async () => {
  const { come, go, inside, crowd } = setUp({ operations: 16, waiting: 100 });
  const flood = Array.from({ length: 30 }, (_, i) => come(`a${i}`));
  await settle();
  const others = Array.from({ length: 5 }, (_, i) => come(`b${i}`));
  const third = come('c0');
  for (let turn = 0; turn < 5; turn += 1) await settle();
  assert.deepEqual(inside.slice(16), ['b0', 'c0'], 'those who have none');
  assert.equal(crowd.running, 18);
  await go('b0');
  assert.equal(inside.at(-1), 'b1');
  for (let i = 0; i < 20; i += 1) for (const name of [...inside]) await go(name);
  await Promise.all([...flood, ...others, third]);
  assert.deepEqual(crowd, { running: 0, waiting: 0, refused: 0 });
});

test('who has waited long enough is told so, and holds no place', async (t: TestContext) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const { come, go, inside, crowd } = setUp({ operations: 1, waitMs: 1_000 });
  await come('a1');
  const late = come('a2');
  t.mock.timers.tick(999);
  const next = come('a3');
  t.mock.timers.tick(1);
  assert.equal(await late, 'refused');
  await go('a1');
  assert.equal(await next, 'inside');
  assert.deepEqual(inside, ['a1', 'a3']);
  assert.deepEqual(crowd, { running: 1, waiting: 0, refused: 1 });
});

test('who only waits until the event loop gets on waits for longer', async (t: TestContext) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const turns: (() => void)[] = [];
  let now = 0;
  const loop = new FairLoop({
    now: () => now,
    nextTurn: (callback) => void turns.push(callback),
    whenDone: (callback) => callback(),
  });
  const door = new Admission(
    { operations: 2, waiting: 2, waitMs: 400 },
    () => 1,
    { running: 0, waiting: 0, refused: 0 },
    loop,
  );
  await door.enter('a', STAYS);
  now += 1_000;
  const second = door.enter('a', STAYS);
  t.mock.timers.tick(4_000);
  turns.shift()?.();
  await second;
  const third = Promise.resolve(door.enter('a', STAYS));
  t.mock.timers.tick(400);
  await assert.rejects(third, 'there is no place');
});

test('who waits comes in once there are more places, though nobody leaves', async (t: TestContext) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  let width = 1 / 8;
  const { come } = setUp({ operations: 16, waiting: 100, waitMs: 400 }, () => width);
  await come('a1');
  await come('a2');
  await settle();
  const waits = come('a3');
  await settle();
  width = 1;
  t.mock.timers.tick(400);
  await settle();
  assert.equal(await Promise.race([waits, 'waits']), 'inside');
});

test('who waits comes in as soon as another comes and there are more places, and before who is later', async () => {
  let width = 1 / 8;
  const { come, inside } = setUp({ operations: 16, waiting: 100 }, () => width);
  for (const name of ['a1', 'a2']) await come(name);
  const waits = come('a3');
  await settle();
  await settle();
  width = 1;
  const next = come('a4');
  await Promise.all([waits, next]);
  assert.deepEqual(inside, ['a1', 'a2', 'a3', 'a4']);
});

test('who waits comes in when other limits give more places', async () => {
  const { come, inside, door } = setUp({ operations: 1 });
  await come('a1');
  const waits = come('a2');
  await settle();
  await settle();
  door.limitTo({ operations: 2, waiting: 2, waitMs: 60_000 });
  await waits;
  assert.deepEqual(inside, ['a1', 'a2']);
});

test('who goes away while waiting holds no place', async () => {
  const { come, go, crowd } = setUp({ operations: 1 });
  await come('a1');
  const client = new AbortController();
  const gone = come('a2', client.signal);
  client.abort();
  assert.equal(await gone, 'gone');
  const next = come('a3');
  await go('a1');
  assert.equal(await next, 'inside');
  await go('a3');
  assert.deepEqual(crowd, { running: 0, waiting: 0, refused: 0 });
});

test('who has gone before it came to the door is not let in', () => {
  const { door, crowd } = setUp();
  const client = new AbortController();
  client.abort();
  assert.throws(() => door.enter('a', { signal: client.signal, isGone: true }), { name: 'AbortError' });
  assert.deepEqual(crowd, { running: 0, waiting: 0, refused: 0 });
});

test('no signal is made for who need not wait', async () => {
  const { door } = setUp({ operations: 1, waiting: 1 });
  let made = 0;
  const asked = {
    isGone: false,
    get signal() {
      made += 1;
      return STAYS.signal;
    },
  };
  const leave = await door.enter('a', asked);
  assert.equal(made, 0);
  const waits = door.enter('a', asked);
  assert.throws(() => door.enter('a', asked), GraphQLError);
  assert.equal(made, 1);
  leave();
  (await waits)();
});

test('where other limits hold from now on, those inside count as before', async () => {
  const { come, go, inside, crowd, door } = setUp({ operations: 4 });
  for (const name of ['a1', 'a2', 'a3', 'a4']) await come(name);
  door.limitTo({ operations: 2, waiting: 1, waitMs: 60_000 });
  const waits = come('a5');
  assert.equal(await come('a6'), 'refused');
  await go('a1');
  await go('a2');
  assert.equal(inside.length, 4);
  await go('a3');
  assert.equal(await waits, 'inside');
  assert.equal(crowd.running, 2);
});

test('through a narrow door fewer come in, but never nobody; afterwards all is as before', async () => {
  let width = 1 / 8;
  const { come, go, inside, crowd } = setUp({ operations: 16, waiting: 100 }, () => width);
  const all = Array.from({ length: 20 }, (_, i) => come(`a${i}`));
  await settle();
  assert.deepEqual(inside, ['a0', 'a1']);
  await go('a0');
  assert.deepEqual(inside, ['a0', 'a1', 'a2'], 'the next one comes in');
  width = 1;
  for (let i = 1; i < 20; i += 1) await go(`a${i}`);
  assert.deepEqual(await Promise.all(all), Array(20).fill('inside'));
  assert.deepEqual(crowd, { running: 0, waiting: 0, refused: 0 });
  const again = Array.from({ length: 16 }, (_, i) => come(`b${i}`));
  assert.deepEqual(await Promise.all(again), Array(16).fill('inside'));
});

test('a door that gets narrow while many are inside lets them out, and nobody in, until there are few', async () => {
  let width = 1;
  const { come, go, inside } = setUp({ operations: 16, waiting: 100 }, () => width);
  for (let i = 0; i < 16; i += 1) await come(`a${i}`);
  const waits = come('a16');
  width = 1 / 8;
  for (let i = 0; i < 14; i += 1) await go(`a${i}`);
  assert(!inside.includes('a16'));
  await go('a14');
  assert.equal(await waits, 'inside');
});
