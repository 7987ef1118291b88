import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createClock } from '../../../src/backends/zstack-family/clock.ts';
import { timeZone } from '../../../src/config/time-zone.ts';

const faultOf = (value: string): string | null => timeZone.safeParse(value).error?.issues[0]?.message ?? null;

const GENERAL = 'must be an IANA time zone, such as Asia/Shanghai or UTC';

test('what is taken can be computed with', () => {
  const zones = [
    'Asia/Shanghai',
    'asia/shanghai',
    'UTC',
    'GMT',
    'Etc/GMT-8',
    'PRC',
    'CET',
    'America/Argentina/Buenos_Aires',
  ];
  for (const zone of [...zones, ...Intl.supportedValuesOf('timeZone')]) {
    assert.equal(faultOf(zone), null, zone);
    const clock = createClock(zone);
    assert.equal(typeof clock.read('Nov 14, 2017 10:20:57 PM'), 'number', zone);
    assert.equal(
      clock.within('startTime', { from: Date.UTC(2026, 0, 1), before: Date.UTC(2026, 6, 1) }).length,
      2,
      zone,
    );
  }
});

test('an abbreviation is told with the zones that it may mean', () => {
  for (const [value, advice] of [
    ['CST', 'CST is an abbreviation and may mean Asia/Shanghai, America/Chicago or America/Havana'],
    ['cst', 'cst is an abbreviation and may mean Asia/Shanghai, America/Chicago or America/Havana'],
    ['PST', 'PST is an abbreviation and may mean America/Los_Angeles or Asia/Manila'],
    ['JST', 'JST is an abbreviation and may mean Asia/Tokyo'],
    ['IST', 'IST is an abbreviation and may mean Asia/Kolkata, Europe/Dublin or Asia/Jerusalem'],
    ['EST', 'EST is an abbreviation and may mean America/New_York, America/Panama or Etc/GMT+5'],
    ['MST', 'MST is an abbreviation and may mean America/Denver, America/Phoenix or Etc/GMT+7'],
    ['BST', 'BST is an abbreviation and may mean Europe/London or Asia/Dhaka'],
    ['CTT', 'CTT is an abbreviation and may mean Asia/Shanghai'],
    ['CEST', 'CEST is an abbreviation and may mean Europe/Berlin or Europe/Paris'],
    ['SGT', 'SGT is an abbreviation and may mean Asia/Singapore'],
  ] as const)
    assert.equal(faultOf(value), `${GENERAL}; ${advice}`);
});

test('every zone that is advised is one', () => {
  const words = [
    'CST',
    'PST',
    'EST',
    'MST',
    'IST',
    'BST',
    'AST',
    'CAT',
    'EAT',
    'GST',
    'ICT',
    'NZST',
    'WIB',
    'AEST',
    'ACST',
  ];
  const offsets = [
    '+05:30',
    '+05:45',
    '+03:30',
    '-03:30',
    '+04:30',
    '+06:30',
    '+08:45',
    '+09:30',
    '-09:30',
    '+8',
    '-11',
    '+14',
  ];
  const places = ['Asia/Beijing', 'Delhi', 'Asia/Osaka', 'Europe/Frankfurt', 'Boston', 'Dallas', 'Seattle'];
  for (const value of [...words, ...offsets, ...places]) {
    const advice = (faultOf(value) ?? '').slice(GENERAL.length);
    const zones = advice.match(/(?:Etc\/GMT[+-]\d+|[A-Z]\w+\/\w+)/g) ?? [];
    assert(zones.length > 0, value);
    for (const zone of zones) assert.equal(faultOf(zone), null, `${value}: ${zone}`);
  }
});

test('an offset is told with the zone that has it, whose sign is the other way round', () => {
  const rest = ', whose sign is the other way round; better, name a place';
  for (const [value, advice] of [
    ['GMT+8', `the offset +08:00 is Etc/GMT-8${rest}`],
    ['UTC+8', `the offset +08:00 is Etc/GMT-8${rest}`],
    ['UTC+08:00', `the offset +08:00 is Etc/GMT-8${rest}`],
    ['+08:00', `the offset +08:00 is Etc/GMT-8${rest}`],
    ['+0800', `the offset +08:00 is Etc/GMT-8${rest}`],
    ['+8', `the offset +08:00 is Etc/GMT-8${rest}`],
    ['GMT-05:00', `the offset -05:00 is Etc/GMT+5${rest}`],
    ['+05:30', 'the offset +05:30 is that of Asia/Kolkata'],
    ['+00:00', 'the offset 0 is UTC'],
  ] as const)
    assert.equal(faultOf(value), `${GENERAL}; ${advice}`);
  for (const value of ['+15:00', '-13', '+08:17']) assert.equal(faultOf(value), GENERAL, value);
});

test('a place without a zone of its own, and a name mistyped or cut short', () => {
  for (const [value, zone] of [
    ['Asia/Beijing', 'Asia/Shanghai'],
    ['Beijing', 'Asia/Shanghai'],
    ['Asia/Shenzhen', 'Asia/Shanghai'],
    ['China Standard Time', 'Asia/Shanghai'],
    ['Asia/New Delhi', 'Asia/Kolkata'],
    ['America/San_Francisco', 'America/Los_Angeles'],
    ['Shanghai', 'Asia/Shanghai'],
    ['Berlin', 'Europe/Berlin'],
    ['Asia/Shangai', 'Asia/Shanghai'],
  ] as const)
    assert.equal(faultOf(value), `${GENERAL}; did you mean ${zone}?`);
});

test('what names nothing is told what would', () => {
  for (const value of ['', 'CCT8', 'Mars/Base', 'toString', '8', 'x'.repeat(1_000)])
    assert.equal(faultOf(value), GENERAL, value);
});
