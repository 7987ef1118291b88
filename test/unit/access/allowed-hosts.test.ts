import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createHostRule, type HostRule } from '../../../src/access/create-access.ts';

const LOOPBACK = [
  'localhost',
  'localhost:4000',
  'LOCALHOST',
  'a.localhost',
  '127.0.0.1:4000',
  '127.1.2.3',
  '[::1]:4000',
];
const ADDRESSES = ['10.0.0.5:4000', '[fe80::1]:4000', '203.0.113.9'];
const NAMES = ['jobs.example.com', 'jobs.example.com:443', 'jobs.example.com.'];
const FOREIGN = [
  'evil.example',
  'localhost.evil.example',
  '127.0.0.1.evil.example',
  'jobs.example.com.evil.example',
];

const rule = (options: Partial<HostRule>) =>
  createHostRule({ listensOn: '127.0.0.1', needsCredential: false, ...options });

const all = (isAllowed: (host: string) => boolean, hosts: readonly string[], expected: boolean): void => {
  for (const host of hosts) assert.equal(isAllowed(host), expected, host);
};

test('on this machine alone: its own names, and no other', () => {
  const isAllowed = rule({});
  all(isAllowed, LOOPBACK, true);
  all(isAllowed, [...ADDRESSES, ...NAMES, ...FOREIGN], false);
});

test('on this machine alone, behind a proxy: the names that are given too', () => {
  const isAllowed = rule({ allowed: ['jobs.example.com'] });
  all(isAllowed, [...LOOPBACK, ...NAMES], true);
  all(isAllowed, [...ADDRESSES, ...FOREIGN], false);
});

test('elsewhere, for everybody: addresses cannot be turned round, names can', () => {
  const isAllowed = rule({ listensOn: '0.0.0.0' });
  all(isAllowed, [...LOOPBACK, ...ADDRESSES], true);
  all(isAllowed, [...NAMES, ...FOREIGN], false);
});

test('elsewhere, for callers with a credential: any, because no page of others has it', () => {
  const isAllowed = rule({ listensOn: '0.0.0.0', needsCredential: true });
  all(isAllowed, [...LOOPBACK, ...ADDRESSES, ...NAMES, ...FOREIGN], true);
});

test('elsewhere, with names: those, and where it listens', () => {
  const isAllowed = rule({
    listensOn: 'gateway.internal',
    needsCredential: true,
    allowed: ['jobs.example.com'],
  });
  all(isAllowed, [...NAMES, 'gateway.internal:4000'], true);
  all(isAllowed, [...LOOPBACK, ...ADDRESSES, ...FOREIGN], false);
});

test('a request without the header comes from no browser', () => {
  assert.equal(rule({})(null), true);
});

test('an empty header, and rubbish, name nobody', () => {
  all(rule({}), ['', ' ', ':4000', 'a b', '@localhost', 'user@127.0.0.1'], false);
});
