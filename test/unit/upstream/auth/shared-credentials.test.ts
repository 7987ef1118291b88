import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SourceError } from '../../../../src/model/source-error.ts';
import type { Permit } from '../../../../src/upstream/auth/authenticator.ts';
import { createCredentialKeeper } from '../../../../src/upstream/auth/shared/credential-keeper.ts';
import {
  type KeptCredentials,
  keptCredentials,
} from '../../../../src/upstream/auth/shared/kept-credentials.ts';
import type { ToKeeper } from '../../../../src/upstream/auth/shared/messages.ts';
import { LOCKED } from '../../../../src/upstream/fault/locked.ts';
import { fakeClock, settle } from '../support.ts';

const KEY = { who: ['access-key', 'AK'], proof: 'secret' };
const MINUTE = 60_000;

/** What passes between processes is text. */
const overTheWire = <T>(message: T): T => JSON.parse(JSON.stringify(message));

function startProcesses(count: number) {
  const clock = fakeClock();
  const told: ToKeeper[] = [];
  const all: KeptCredentials[] = [];
  const keeper = createCredentialKeeper<number>(
    (process, message) => queueMicrotask(() => all[process]?.hear(overTheWire(message))),
    clock.now,
  );
  for (let i = 0; i < count; i += 1)
    all.push(
      keptCredentials((message) => {
        told.push(message);
        queueMicrotask(() => keeper.hear(i, overTheWire(message)));
      }, clock.now),
    );
  const registries = new Map<string, ReturnType<KeptCredentials['registryOf']>>();
  const enter = async (
    process: number,
    signal = new AbortController().signal,
    generation = 0,
  ): Promise<Permit> => {
    const name = `${process} ${generation}`;
    const registry = registries.get(name) ?? all[process]?.registryOf(generation) ?? assert.fail();
    registries.set(name, registry);
    return registry.guardOf(KEY, { sourceId: `s${process}`, place: 'css' }).enter(signal);
  };
  return { clock, told, enter, keeper };
}

const refusal = (init = {}) =>
  new SourceError({ code: 'UPSTREAM_AUTH_FAILED', message: 'Source "s0" answered HTTP 401.', ...init });

test('wrong credentials are tried three times in a quarter of an hour, by all processes together', async () => {
  const { clock, enter } = startProcesses(4);
  let sent = 0;
  for (let minute = 0; minute < 45; minute += 1) {
    const uses = [0, 1, 2, 3, 0, 1].map(async (process) => {
      const permit = await enter(process);
      sent += 1;
      await settle();
      permit.refused(refusal());
    });
    await Promise.allSettled(uses);
    await settle();
    clock.advance(MINUTE);
  }
  assert.ok(sent >= 3 && sent <= 9, `${sent} in three quarters of an hour`);
  await assert.rejects(enter(2), {
    code: 'UPSTREAM_AUTH_FAILED',
    message: /answered HTTP 401\. The gateway does not send these credentials for another \d+ s/,
  });
});

test('what one process has proven, the others use without asking for each use', async () => {
  const { enter, told } = startProcesses(2);
  (await enter(0)).accepted();
  for (let i = 0; i < 20; i += 1) {
    const permit = await enter(1);
    assert.equal(permit.isProven, true);
    permit.accepted();
  }
  assert.deepEqual(
    told.map(({ kind }) => kind),
    ['enter', 'accepted', 'enter'],
  );
  assert.ok(!JSON.stringify(told).includes(KEY.proof));
});

test('what one process meets a refusal with, nobody uses freely any more', async () => {
  const { enter } = startProcesses(3);
  (await enter(0)).accepted();
  for (const process of [1, 2]) (await enter(process)).accepted();
  (await enter(1)).refused(refusal());
  await settle();
  const one = await enter(2);
  assert.equal(one.isProven, false);
  let isIn = false;
  const other = enter(0).then((permit) => {
    isIn = true;
    return permit;
  });
  await settle();
  assert.equal(isIn, false, 'the next use goes alone, and tells');
  one.accepted();
  assert.equal((await other).isProven, true);
});

test('what was proven and is refused many times at once is tried once more, alone, and then held', async () => {
  const { enter } = startProcesses(2);
  (await enter(0)).accepted();
  const uses = await Promise.all([enter(0), enter(0), enter(1), enter(1)]);
  for (const use of uses) use.refused(refusal());
  await settle();
  (await enter(0)).refused(refusal());
  await settle();
  for (const process of [0, 1]) await assert.rejects(enter(process), /for another 9\d\d s/);
});

test('a process that ends, or leaves, stands in nobody’s way', async () => {
  const { enter, keeper } = startProcesses(3);
  await enter(0);
  const leaving = new AbortController();
  const left = enter(1, leaving.signal);
  const next = enter(2);
  await settle();
  leaving.abort(new Error('gone'));
  await assert.rejects(left);
  keeper.forget(0);
  assert.equal((await next).isProven, false);
});

test('a lock is told to all, for as long as it lasts', async () => {
  const { enter } = startProcesses(2);
  const locked = { code: 'UPSTREAM_RATE_LIMITED', retryAfterMs: 300_000, cause: LOCKED };
  (await enter(0)).accepted();
  (await enter(0)).refused(refusal(locked));
  await settle();
  await assert.rejects(enter(1), { retryable: true, retryAfterMs: 300_000 });
});

test('another configuration begins anew', async () => {
  const { enter } = startProcesses(2);
  (await enter(0)).refused(refusal());
  await settle();
  await assert.rejects(enter(1));
  assert.equal((await enter(1, undefined, 1)).isProven, false);
});
