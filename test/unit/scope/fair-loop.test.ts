import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FairLoop } from '../../../src/scope/fair-loop.ts';

const { signal: NEVER } = new AbortController();

/** A loop whose turns come when they are told to, and work that takes as long as is said. */
function setUp() {
  let now = 0;
  let inNextTurn: (() => void)[] = [];
  const done: (() => void)[] = [];
  const loop = new FairLoop({
    now: () => now,
    nextTurn: (callback) => void inNextTurn.push(callback),
    whenDone: (callback) => void done.push(callback),
  });
  const order: string[] = [];
  const work = (ms: number): void => {
    now += ms;
  };
  /** Goes on for a principal, then works for so long. */
  const goOn = async (principal: string, ms = 1, signal = NEVER): Promise<void> => {
    await loop.goOn(principal, signal);
    order.push(principal);
    work(ms);
  };
  const settle = async (): Promise<void> => {
    for (let step = 0; step < 12; step += 1) await null;
  };
  /** All that was begun has gone on as far as it can. */
  const finish = async (): Promise<void> => {
    await settle();
    for (let callback = done.shift(); callback !== undefined; callback = done.shift()) {
      callback();
      await settle();
    }
  };
  const turn = async (): Promise<void> => {
    const callbacks = inNextTurn;
    inNextTurn = [];
    for (const callback of callbacks) callback();
    await finish();
  };
  /** Until nobody waits for a turn. */
  const allTurns = async (): Promise<void> => {
    while (inNextTurn.length > 0) await turn();
  };
  return { loop, order, work, goOn, turn, allTurns, settle, finish, isIdle: () => inNextTurn.length === 0 };
}

test('alone, an operation goes on at once, and the loop has no turn because of it', async () => {
  const { loop, allTurns, isIdle } = setUp();
  loop.begin('a');
  await allTurns();
  assert.equal(loop.goOn('a', NEVER), null);
  assert(isIdle());
});

test('what comes when the turn has taken its time waits for the next one', async () => {
  const { loop, order, work, goOn, turn, settle } = setUp();
  loop.begin('a');
  loop.begin('a');
  work(5);
  void goOn('a');
  await settle();
  assert.deepEqual(order, []);
  await turn();
  assert.deepEqual(order, ['a']);
});

test('whoever has taken least goes first, and what it does is counted as its own', async () => {
  const { loop, order, goOn, allTurns, work } = setUp();
  for (const principal of ['big', 'big', 'small']) loop.begin(principal);
  work(1);
  for (let i = 0; i < 4; i += 1) void goOn('big', 4);
  for (let i = 0; i < 8; i += 1) void goOn('small', 1);
  await allTurns();
  assert.deepEqual(order.slice(0, 2).toSorted(), ['big', 'small']);
  assert(order.indexOf('big', order.indexOf('big') + 1) >= 4, order.join());
  assert.equal(order.length, 12);
});

test('what has begun goes before what has not', async () => {
  const { loop, order, work, goOn, allTurns } = setUp();
  loop.begin('a');
  loop.begin('a');
  work(5);
  let atTheDoor = 2;
  const door = {
    first: () => (atTheDoor > 0 ? 'a' : undefined),
    open: () => {
      atTheDoor -= 1;
      order.push('begins');
      loop.begin('a');
      work(1);
    },
  };
  loop.wake(door);
  void goOn('a');
  void goOn('a');
  await allTurns();
  assert.deepEqual(order, ['a', 'a', 'begins', 'begins']);
});

test('who would be the next anyway does not wait for those who would not', async () => {
  const { loop, work, turn, goOn, order, settle } = setUp();
  for (const principal of ['big', 'big', 'small']) loop.begin(principal);
  await turn();
  loop.begin('big');
  work(50);
  for (let i = 0; i < 3; i += 1) void goOn('big', 5);
  await turn();
  work(1);
  await turn();
  assert.equal(loop.isNext('small'), true);
  assert.equal(loop.isNext('big'), false);
  void goOn('small');
  await settle();
  assert.equal(order.at(-1), 'small');
});

/** After a piece of 4 ms a connection comes in each turn of 1 ms: in how many of them nothing goes on. */
async function turnsOfReading({ work, turn, order }: ReturnType<typeof setUp>): Promise<number> {
  const before = order.length;
  for (let turns = 0; turns < 200; turns += 1) {
    work(1);
    await turn();
    if (order.length > before) return turns;
  }
  return Number.POSITIVE_INFINITY;
}

test('after a long piece of work all that has come is read, for as long as that took at most, and a little more at times', async () => {
  const loops = setUp();
  const { loop, work, turn, goOn, order } = loops;
  loop.begin('a');
  loop.begin('a');
  work(5);
  for (let i = 0; i < 4; i += 1) void goOn('a', 4);
  await turn();
  assert.equal(order.length, 1);
  assert.equal(await turnsOfReading(loops), 103, 'only one waits, who takes all that it can get');
  assert.equal(await turnsOfReading(loops), 14, 'a tenth of the time since then is left');
  await turn();
  assert.equal(order.length, 4, 'nothing came');
});

test('while somebody waits who takes little, no more is read than for as long as the last piece of work took', async () => {
  const loops = setUp();
  const { loop, work, turn, goOn, order, finish } = loops;
  for (const name of ['big', 'big', 'small']) loop.begin(name);
  await finish();
  work(5);
  for (let i = 0; i < 30; i += 1) void goOn('big', 4);
  while (order.length < 25) await turn();
  // In this turn there is no time left.
  work(1);
  void goOn('small');
  assert.equal(await turnsOfReading(loops), 2);
  assert.equal(order.at(-1), 'small');
});

test('what nobody waits for any more is told at once, and takes no time of those who wait', async () => {
  const { loop, work, allTurns, goOn, order } = setUp();
  loop.begin('a');
  loop.begin('a');
  work(5);
  const client = new AbortController();
  const gone = [goOn('a', 5, client.signal), goOn('a', 5, client.signal)];
  void goOn('a');
  client.abort();
  for (const read of gone) await assert.rejects(read, { code: 'DEADLINE_EXCEEDED' });
  assert.deepEqual(order, []);
  await allTurns();
  assert.deepEqual(order, ['a']);
});

test('of those who get one answer together, only as many go on in a turn as there is time for, each on its own account', async () => {
  const { loop, turn, goOn, order, settle, finish } = setUp();
  const names = Array.from({ length: 6 }, (_, i) => `p${i}`);
  for (const name of names) loop.begin(name);
  await finish();
  await turn();
  for (const name of names) void goOn(name, 3);
  await settle();
  assert.deepEqual(order, ['p0'], 'it has not yet taken its time');
  await finish();
  assert.deepEqual(order, ['p0'], 'it has taken all of this turn');
  for (let i = 0; i < 20; i += 1) await turn();
  assert.deepEqual(order.toSorted(), names);
  const turns = new Set(names.map((name) => loop.turnOf(name)));
  assert.deepEqual([...turns], [3]);
});

test('small pieces that come together are all done in one turn', async () => {
  const { loop, turn, goOn, order, finish } = setUp();
  for (let i = 0; i < 6; i += 1) loop.begin('a');
  await finish();
  await turn();
  for (let i = 0; i < 6; i += 1) void goOn('a', 0.1);
  await finish();
  assert.equal(order.length, 6);
});

test('what is done after a piece of work has ended is not counted as its own', async () => {
  const { loop, work, finish } = setUp();
  for (const name of ['a', 'b']) loop.begin(name);
  await finish();
  assert.equal(loop.goOn('a', NEVER), null);
  work(1);
  await finish();
  work(50);
  assert.equal(loop.turnOf('a') - loop.turnOf('b'), 1);
});

test('while all that has come is read, nothing that waits goes on because a small piece of work was done meanwhile', async () => {
  const { loop, work, turn, goOn, order, finish } = setUp();
  for (const name of ['big', 'big', 'small']) loop.begin(name);
  await finish();
  work(5);
  for (let i = 0; i < 3; i += 1) void goOn('big', 4);
  await turn();
  assert.deepEqual(order, ['big']);
  work(0.5);
  await turn();
  void goOn('small', 0.1);
  await finish();
  assert.deepEqual(order, ['big', 'small']);
});

test('who asks for a little all the time waits for one piece of a flood that comes, not for as much as it has had', async () => {
  const { loop, order, goOn, allTurns, finish, work } = setUp();
  const ask = async (principal: string, ms: number): Promise<void> => {
    loop.begin(principal);
    work(ms);
    await finish();
    loop.end();
  };
  await ask('flood', 1);
  for (let i = 0; i < 20; i += 1) {
    work(45);
    await ask('steady', 5);
  }
  loop.begin('flood');
  await finish();
  loop.begin('steady');
  await finish();
  for (let i = 0; i < 10; i += 1) void goOn('flood', 8);
  void goOn('steady', 1);
  await allTurns();
  assert(order.indexOf('steady') <= 1, order.join());
});
