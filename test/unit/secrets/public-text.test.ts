import assert from 'node:assert/strict';
import { test } from 'node:test';
import { publicText } from '../../../src/secrets/public-text.ts';

test('takes addresses and credentials out, and leaves the words', () => {
  const cases = {
    'connect to 10.1.2.3:8080 failed': 'connect to [address] failed',
    'at http://internal.example:8080/a?b=c today': 'at [address] today',
    'host [fe80::1]:80, bad:2001:db8::1': 'host [[address]]:80, [address]',
    'token=abc123, retry': 'token=[redacted], retry',
    '"password": "hunter22"': '"password": "[redacted]"',
    'Authorization: OAuth 0123abcd': 'Authorization: [redacted]',
    'got Bearer 0123456789abcdef0123': 'got Bearer [redacted]',
    [`sig ${'ab12'.repeat(16)} wrong`]: 'sig [redacted] wrong',
    'line\r\nbreak\u0000 and \u202eturn': 'line break and turn',
    'std::string at 12:30:45 of 2026-01-02T03:04:05Z': 'std::string at 12:30:45 of 2026-01-02T03:04:05Z',
    'cluster 4f5d1c9e-0d3e-4f6b-9d59-1c2a3b4c5d6e does not exist':
      'cluster 4f5d1c9e-0d3e-4f6b-9d59-1c2a3b4c5d6e does not exist',
    'policy user over ratelimit,limit:200,time:5 minute':
      'policy user over ratelimit,limit:200,time:5 minute',
  };
  for (const [text, clean] of Object.entries(cases)) assert.equal(publicText(text), clean);
});

test('known secrets go, wherever they stand', () => {
  assert.equal(publicText('session s3cr3t-id ended', ['s3cr3t-id']), 'session [redacted] ended');
});

test('long words are cut, and cost no time', () => {
  assert.equal(publicText('a b '.repeat(1_000)).length, 300);
  for (const evil of [
    'a'.repeat(1e6),
    '1.'.repeat(5e5),
    'token:'.repeat(2e5),
    'a://'.repeat(2e5),
    ':'.repeat(1e6),
  ])
    assert.ok(publicText(evil).length <= 300);
});
