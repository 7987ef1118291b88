import assert from 'node:assert/strict';
import { test } from 'node:test';
import { redact } from '../../../src/secrets/redact.ts';

const HIDDEN: Readonly<Record<string, readonly string[]>> = {
  'an address in a URL': ['fetch http://dc1.internal:8080/zstack/v1?q=a failed', 'dc1.internal', '8080'],
  'an address as a number': ['connect ECONNREFUSED 10.0.0.5:8080', '10.0.0.5', '8080'],
  'a host that is not found': ['getaddrinfo ENOTFOUND iam.example.internal', 'iam.example.internal'],
  'a session': ['header Authorization: OAuth 0123456789abcdef', '0123456789abcdef'],
  'a bearer token': ['sent Bearer eyJhbGciOi.J9', 'eyJhbGciOi.J9'],
  'a signature': ['SDK-HMAC-SHA256 Access=AK123, SignedHeaders=host, Signature=beef', 'AK123', 'beef'],
  'a password in JSON': ['{"password":"s3cret","user":"u"}', 's3cret'],
  'a token header': ['x-auth-token: MIIabc', 'MIIabc'],
  'a secret key': ['secretKey=abc123 rejected', 'abc123'],
};

for (const [what, [text = '', ...secrets]] of Object.entries(HIDDEN)) {
  test(`hides ${what}`, () => {
    const shown = redact(text);
    for (const secret of secrets) assert(!shown.includes(secret), shown);
    assert(shown.includes('[hidden]'), shown);
  });
}

test('leaves a stack as it is', () => {
  const stack = 'TypeError: x is not a function\n    at read (file:///app/src/model/job.ts:12:34)';
  assert.equal(redact(stack), stack);
});

test('leaves what stands around the secret', () => {
  assert.equal(redact('{"password":"s3cret","user":"u"}'), '{"password":"[hidden]","user":"u"}');
});

test('no text makes it slow: where repetitions have no bound, these do not end in any useful time', () => {
  for (const part of ['token-', 'a-', 'Bearer a=b, ', 'password = ', 'http://'])
    assert(redact(part.repeat(50_000)).length <= 20_000);
});

test('a token of any length is hidden whole', () => {
  assert.equal(redact(`Bearer ${'x'.repeat(9_000)} sent`), 'Bearer [hidden] sent');
});
