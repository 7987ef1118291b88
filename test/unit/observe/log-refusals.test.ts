import assert from 'node:assert/strict';
import { test } from 'node:test';
import { logRefusals } from '../../../src/observe/log/log-refusals.ts';

test('a flood of refusals is one line a minute for each reason, with their number', () => {
  const lines: object[] = [];
  let now = 0;
  const tell = logRefusals(
    (line) => lines.push(line),
    () => now,
  );
  const expired = { status: 401, code: 'UNAUTHENTICATED', message: 'This API key has expired.' };
  const keys = { status: 503, code: 'UPSTREAM_UNAVAILABLE', message: 'Tokens cannot be checked now.' };
  for (let i = 0; i < 1_000; i += 1) tell(expired);
  tell(keys);
  now = 60_000;
  tell(expired);
  const line = (level: string, { status, code, message }: typeof expired, requests: number) => ({
    level,
    event: 'request-refused',
    status,
    code,
    reason: message,
    requests,
  });
  assert.deepEqual(lines, [line('info', expired, 1), line('warn', keys, 1), line('info', expired, 1_000)]);
});
