import assert from 'node:assert/strict';
import { test } from 'node:test';
import { networkOf } from '../../../../src/server/http/network-of.ts';

test('of IPv6, the first 64 bits count, wherever the zeros stand that are left out', () => {
  const networks = {
    '2001:db8:1:2:3:4:5:6': '2001:db8:1:2',
    '2001:db8:1:2::6': '2001:db8:1:2',
    '2001:db8::5': '2001:db8:0:0',
    '2001:db8::1:2:3:4:5': '2001:db8:0:1',
    '2001:db8:0:1:2:3:4:5': '2001:db8:0:1',
    '2001:db8::3:4:5:6': '2001:db8:0:0',
    'fe80::1%eth0': 'fe80:0:0:0',
    '::2:3:4:5:6:7:8': '0:2:3:4',
    '::1': '0:0:0:0',
    '::': '0:0:0:0',
  };
  for (const [address, network] of Object.entries(networks)) assert.equal(networkOf(address), network);
});

test('an address of IPv4 stands for itself', () => {
  for (const address of ['192.0.2.1', '::ffff:192.0.2.1']) assert.equal(networkOf(address), address);
});
