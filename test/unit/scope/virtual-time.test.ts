import assert from 'node:assert/strict';
import { test } from 'node:test';
import { VirtualTime } from '../../../src/scope/virtual-time.ts';

/** Serves whoever is next of those who always want more, by what one turn of each costs; gives what each has had. */
function share(time: VirtualTime, costs: Readonly<Record<string, number>>, turns: number) {
  const had: Record<string, number> = Object.fromEntries(Object.keys(costs).map((user) => [user, 0]));
  for (let turn = 0; turn < turns; turn += 1) {
    const [next = ''] = Object.keys(costs).toSorted((a, b) => time.of(a) - time.of(b));
    time.serve(next, costs[next] ?? 0);
    had[next] = (had[next] ?? 0) + (costs[next] ?? 0);
  }
  return had;
}

test('all who take what they can get have the same time, whatever one turn of theirs costs', () => {
  const had = share(new VirtualTime(), { a: 1, b: 5, c: 0.2 }, 10_000);
  for (const user of ['a', 'b', 'c']) assert(Math.abs((had[user] ?? 0) - (had['b'] ?? 0)) <= 5, user);
});

test('who takes less goes before those who take what they can get', () => {
  const time = new VirtualTime();
  time.serve('little', 1);
  share(time, { a: 5, b: 5 }, 100);
  for (let turn = 0; turn < 10; turn += 1) {
    assert(time.of('little') < Math.min(time.of('a'), time.of('b')), `${turn}`);
    time.serve('little', 1);
  }
});

test('who was away has no more before it than a moment, and who is new has nothing', () => {
  const time = new VirtualTime();
  time.serve('away', 1);
  share(time, { a: 1, b: 1 }, 100_000);
  const had = share(time, { away: 1, new: 1, a: 1, b: 1 }, 1_000);
  assert((had['away'] ?? 0) <= 330, `${had['away']}`);
  for (const user of ['new', 'a', 'b']) assert((had[user] ?? 0) >= 220, `${user}: ${had[user]}`);
});

test('time that nobody wanted gives nobody more than it gives others', () => {
  const time = new VirtualTime();
  time.serve('flood', 1);
  for (let second = 0; second < 10; second += 1) {
    time.pass(90);
    time.serve('steady', 10);
  }
  time.pass(90);
  for (const user of ['flood', 'steady', 'new']) assert.equal(time.of(user), time.of('flood'), user);
  time.serve('flood', 5);
  assert(time.of('steady') < time.of('flood'), 'who was away does not go on before who asked all the time');
  assert(time.of('new') < time.of('flood'), 'nor before who is new');
  for (const user of ['flood', 'steady', 'new']) assert.equal(time.isBehind(user), false, user);
});

test('thousands of users are not remembered for ever, and nobody who has taken much is forgotten', () => {
  const time = new VirtualTime();
  time.serve('much', 10_000);
  for (let user = 0; user < 20_000; user += 1) time.serve(`u${user}`, 1);
  assert(time.size <= 2_000, `${time.size}`);
  assert(time.of('much') > time.of('u19999'));
});
