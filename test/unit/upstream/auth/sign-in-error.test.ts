import assert from 'node:assert/strict';
import { test } from 'node:test';
import { signInError } from '../../../../src/upstream/auth/sign-in-error.ts';

const PASSWORD = 'made-up-password-1';
const place = { sourceId: 's', secrets: [PASSWORD] };
const reply = (requestId: string) => ({
  status: 401,
  headers: { 'x-request-id': requestId },
  body: {},
  isJson: true,
});

test('a refused sign-in is told in the vendor’s words, without what it was done with', () => {
  const hex = Buffer.from(PASSWORD).toString('hex');
  const words = { nativeCode: 'X.1', message: `${PASSWORD} or ${hex} is wrong` };
  const error = signInError(reply('abc-1'), words, place);
  assert.equal(error.code, 'UPSTREAM_AUTH_FAILED');
  assert.match(error.message, /X\.1, \[redacted\] or \[redacted\] is wrong/);
  assert.equal(error.requestId, 'abc-1');
});

test('a request that is named by the password has no name', () => {
  const words = { nativeCode: null, message: null };
  assert.equal(signInError(reply(`req-${PASSWORD}`), words, place).requestId, null);
});
