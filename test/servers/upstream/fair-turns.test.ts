import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { PROCESS_LOOP } from '../../../src/scope/event-loop.ts';
import { FairLoop } from '../../../src/scope/fair-loop.ts';
import { ALL_RIGHTS } from '../../../src/scope/principal.ts';
import { RequestScope } from '../../../src/scope/request-scope.ts';
import { Admission } from '../../../src/server/admission/admission.ts';
import { sourceScope } from '../../support/source-scope.ts';
import { type Handler, upstream } from './support.ts';

const { signal: NEVER } = new AbortController();
const STAYS = { signal: NEVER, isGone: false };

/** The door and a transport that share one loop, as in a gateway; its turns come when they are told to, its clock as well. */
async function setUp(answer: Handler) {
  let now = 0;
  let inNextTurn: (() => void)[] = [];
  const loop = new FairLoop({
    ...PROCESS_LOOP,
    now: () => now,
    nextTurn: (callback) => void inNextTurn.push(callback),
  });
  const crowd = { running: 0, waiting: 0, refused: 0 };
  const door = new Admission({ operations: 8, waiting: 8, waitMs: 60_000 }, () => 1, crowd, loop);
  const vendor = await upstream(answer, { turns: loop });
  const order: string[] = [];
  const enter = async (name: string): Promise<void> => {
    await door.enter(name, STAYS);
    order.push(`${name} begins`);
  };
  const read = async (name: string, signal = NEVER): Promise<void> => {
    const request = new RequestScope({ principal: { name, rights: ALL_RIGHTS }, client: { signal } });
    order.push(`${name} has ${JSON.stringify(await vendor.ask(sourceScope({ request, signal })))}`);
  };
  const turn = async (): Promise<void> => {
    const callbacks = inNextTurn;
    inNextTurn = [];
    for (const callback of callbacks) callback();
    await delay(1);
  };
  const work = (ms: number): void => {
    now += ms;
  };
  return { vendor, enter, read, turn, work, order };
}

/** Long enough for an answer to come from this machine; with less, a test shows nothing, but does not fail. */
const untilCome = (): Promise<void> => delay(100);

const succeeds: Handler = (_, response) =>
  void response.setHeader('content-type', 'application/json').end('{"a":1}');
const fails: Handler = (_, response) => void response.writeHead(404).end();

for (const [what, handle, outcome] of [
  ['an answer', succeeds, '{"a":1}'],
  ['a failure', fails, '"UPSTREAM_REJECTED"'],
] as const) {
  test(`whoever is inside goes on with ${what} in its turn, and another begins in its own`, async () => {
    const { vendor, enter, read, turn, work, order } = await setUp(handle);
    await using _ = vendor;
    await enter('a');
    await enter('a');
    work(5);
    const reading = read('a');
    const begins = enter('b');
    await untilCome();
    assert.deepEqual(order, ['a begins', 'a begins'], 'the turn has taken its time');
    for (let i = 0; i < 4; i += 1) await turn();
    await Promise.all([reading, begins]);
    assert.deepEqual(order.slice(2).toSorted(), [`a has ${outcome}`, 'b begins']);
  });
}

test('whoever leaves while it waits for its turn is told at once', async () => {
  const { vendor, enter, read, work, order } = await setUp(succeeds);
  await using _ = vendor;
  await enter('a');
  await enter('a');
  work(5);
  const client = new AbortController();
  const reading = read('a', client.signal);
  await untilCome();
  client.abort();
  await reading;
  assert.equal(order.at(-1), 'a has "DEADLINE_EXCEEDED"');
});
