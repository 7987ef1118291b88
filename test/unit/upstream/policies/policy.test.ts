import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compose, type Policy } from '../../../../src/upstream/policies/policy.ts';
import { answerOf, callOf } from '../support.ts';

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
  assert.equal(compose([(next) => next, (next) => next], last), last);
});
