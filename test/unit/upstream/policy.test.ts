import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compose, gatePolicy, OPEN, type Policy } from '../../../src/upstream/policy.ts';
import { answerOf, callOf } from './support.ts';

test('the first policy meets a read first, and its answer last', async () => {
  const met: string[] = [];
  const named =
    (name: string): Policy =>
    (next) =>
    async (call) => {
      met.push(`${name} asks`);
      const answer = await next(call);
      met.push(`${name} has it`);
      return answer;
    };
  const send = compose([named('a'), named('b')], async () => {
    met.push('sent');
    return answerOf();
  });
  assert.deepEqual(await send(callOf()), answerOf());
  assert.deepEqual(met, ['a asks', 'b asks', 'sent', 'b has it', 'a has it']);
});

test('a policy that has nothing to do is not there', () => {
  const last = async () => answerOf();
  assert.equal(compose([(next) => next, OPEN], last), last);
});

const REFUSED = new Error('refused');
const BROKEN = new Error('broken');

/** What gates around a read were told, one word for each. */
function gatesAround(
  gates: Readonly<Record<string, { enters?: Error | Promise<void>; passes?: Error; fails?: Error }>>,
  between: Policy = OPEN,
) {
  const met: string[] = [];
  const policies = Object.entries(gates).map(([name, { enters, passes, fails }]) =>
    gatePolicy(() => {
      met.push(`${name} in`);
      if (enters instanceof Error) throw enters;
      const passage = {
        passed: () => {
          met.push(`${name} passed`);
          if (passes !== undefined) throw passes;
        },
        failed: (_: unknown, error: unknown) => {
          met.push(`${name} failed: ${error instanceof Error ? error.message : error}`);
          if (fails !== undefined) throw fails;
          return error;
        },
      };
      return enters === undefined ? passage : enters.then(() => passage);
    }),
  );
  const send = compose([...policies.slice(0, 1), between, ...policies.slice(1)], async () => {
    met.push('sent');
    return answerOf();
  });
  return { met, send };
}

for (const [what, between] of [
  ['side by side', OPEN],
  ['with a policy between them', (next) => (call) => next(call)],
] as const satisfies readonly (readonly [string, Policy])[]) {
  test(`gates, ${what}: the first is met first, and hears of the answer last; who waits holds up the next`, async () => {
    const { met, send } = gatesAround({ a: { enters: Promise.resolve() }, b: {} }, between);
    assert.deepEqual(await send(callOf()), answerOf());
    assert.deepEqual(met, ['a in', 'b in', 'sent', 'b passed', 'a passed']);
  });

  test(`gates, ${what}: one that lets nobody in is told of nothing, those before it of its error`, async () => {
    const { met, send } = gatesAround({ a: {}, b: { enters: REFUSED } }, between);
    await assert.rejects(send(callOf()), REFUSED);
    assert.deepEqual(met, ['a in', 'b in', 'a failed: refused']);
  });

  test(`gates, ${what}: an answer that one finds a fault in is an error to it and to those before it`, async () => {
    const { met, send } = gatesAround({ a: {}, b: { passes: REFUSED } }, between);
    await assert.rejects(send(callOf()), REFUSED);
    assert.deepEqual(met, ['a in', 'b in', 'sent', 'b passed', 'b failed: refused', 'a failed: refused']);
  });

  test(`gates, ${what}: one that fails itself holds up none of those before it`, async () => {
    const { met, send } = gatesAround({ a: {}, b: { passes: REFUSED, fails: BROKEN } }, between);
    await assert.rejects(send(callOf()), BROKEN);
    assert.deepEqual(met.slice(-1), ['a failed: broken']);
  });
}
