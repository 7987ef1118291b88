import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { createClock, instantBy } from '../../../../src/backends/zstack-family/clock.ts';
import { Temporal } from '../../../../src/model/temporal.ts';

const shanghai = createClock('Asia/Shanghai');
const newYork = createClock('America/New_York');

const iso = (time: number | null | undefined): string | null =>
  time === null || time === undefined ? null : new Date(time).toISOString();
const read = (text: string, clock = newYork): string | null => iso(clock.read(text));
const at = (text: string): number => Date.parse(text);

test('a printed time is local time to the second', () => {
  assert.equal(read('Nov 14, 2017 10:20:57 PM', shanghai), '2017-11-14T14:20:57.000Z');
  assert.equal(read('Nov 14, 2017 10:20:57 PM'), '2017-11-15T03:20:57.000Z');
  assert.equal(read('Nov 14, 2017 10:20:57 PM', createClock('UTC')), '2017-11-14T22:20:57.000Z');
});

test('older and newer versions print it in other ways', () => {
  const printed = [
    'Nov 14, 2017 10:20:57 PM',
    'Nov 14, 2017, 10:20:57 PM',
    'Nov 14, 2017, 10:20:57\u202fPM',
    'Nov 14, 2017 10:20:57\u00a0PM',
  ];
  for (const text of printed) assert.equal(read(text, shanghai), '2017-11-14T14:20:57.000Z', text);
  assert.equal(read('Jan 1, 2017 1:31:06 AM', shanghai), '2016-12-31T17:31:06.000Z');
  assert.equal(read('Jan 01, 2017 01:31:06 AM', shanghai), '2016-12-31T17:31:06.000Z');
});

test('the clock has twelve hours, and twelve is the first of them', () => {
  const utc = createClock('UTC');
  assert.equal(read('May 1, 2024 12:00:00 AM', utc), '2024-05-01T00:00:00.000Z');
  assert.equal(read('May 1, 2024 12:59:59 PM', utc), '2024-05-01T12:59:59.000Z');
  assert.equal(read('May 1, 2024 1:00:00 PM', utc), '2024-05-01T13:00:00.000Z');
  assert.equal(read('May 1, 2024 11:00:00 PM', utc), '2024-05-01T23:00:00.000Z');
});

test('each month has its name', () => {
  const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
  const found = months.map((name) => createClock('UTC').read(`${name} 2, 2024 3:04:05 AM`));
  assert.deepEqual(
    found,
    months.map((_, i) => Date.UTC(2024, i, 2, 3, 4, 5)),
  );
});

test('what is no time that a job can have is none', () => {
  const garbage = [
    '',
    'Running',
    'Feb 31, 2018 1:00:00 AM',
    'Feb 29, 2018 1:00:00 AM',
    'Nov 0, 2018 1:00:00 AM',
    'Nov 4, 2018 0:30:00 AM',
    'Nov 4, 2018 13:30:00 PM',
    'Nov 4, 2018 1:60:00 AM',
    'Nov 4, 2018 1:30:60 AM',
    'Nov 4, 2018 1:30:00',
    'Nov 4, 2018 1:30:00 XM',
    'nov 4, 2018 1:30:00 AM',
    'Now 4, 2018 1:30:00 AM',
    'Nov 4, 2018 1:30:00 AM ',
    'Nov 4, 2018 1:30:00 AM UTC',
  ];
  for (const text of garbage) assert.equal(read(text), null, text);
  assert.equal(read('Feb 29, 2016 1:00:00 AM'), '2016-02-29T06:00:00.000Z');
  assert.equal(read('Nov 14, 0017 10:20:57 PM'), null, 'before all jobs');
  assert.equal(read('2017-11-14 22:20:57'), '2017-11-15T03:20:57.000Z', 'as newer versions print it');
});

test('a time that the clock left out stands behind the gap', () => {
  assert.equal(read('Mar 11, 2018 1:59:59 AM'), '2018-03-11T06:59:59.000Z');
  assert.equal(read('Mar 11, 2018 2:30:00 AM'), '2018-03-11T07:30:00.000Z');
  assert.equal(read('Mar 11, 2018 3:00:00 AM'), '2018-03-11T07:00:00.000Z');
});

test('of a time that was twice the first is taken', () => {
  assert.equal(read('Nov 4, 2018 12:59:59 AM'), '2018-11-04T04:59:59.000Z');
  assert.equal(read('Nov 4, 2018 1:30:00 AM'), '2018-11-04T05:30:00.000Z');
  assert.equal(read('Nov 4, 2018 2:00:00 AM'), '2018-11-04T07:00:00.000Z');
});

/** New York's clock went back at 06:00Z: what it showed from 05:00Z on, it showed again until 07:00Z. */
const [FIRST, TURN, LAST] = [
  '2018-11-04T05:00:00.000Z',
  '2018-11-04T06:00:00.000Z',
  '2018-11-04T07:00:00.000Z',
];

describe('the hour that was twice', () => {
  const tie = (text: string, clock = newYork) => {
    const { from, to } = clock.tieOf(at(text));
    return [iso(from), iso(to)];
  };
  const hour = [FIRST, '2018-11-04T05:59:59.999Z'];

  test('is one tie, with its neighbours outside', () => {
    for (const inside of [FIRST, '2018-11-04T05:30:00.000Z', '2018-11-04T05:59:59.000Z'])
      assert.deepEqual(tie(inside), hour, inside);
    for (const outside of ['2018-11-04T04:59:59.000Z', TURN, LAST, '2018-03-11T07:30:00.000Z'])
      assert.deepEqual(tie(outside), [outside, outside], outside);
  });

  test('is found in whichever order one asks', () => {
    const clock = createClock('America/New_York');
    assert.deepEqual(tie('2020-01-01T00:00:00.000Z', clock)[0], '2020-01-01T00:00:00.000Z');
    assert.deepEqual(tie(FIRST, clock), hour);
    assert.deepEqual(tie('2010-07-01T00:00:00.000Z', clock)[0], '2010-07-01T00:00:00.000Z');
    assert.deepEqual(tie(FIRST, clock), hour);
  });

  test('is nowhere in a zone that keeps its time', () => {
    for (const zone of ['UTC', 'Asia/Shanghai'])
      assert.deepEqual(tie(FIRST, createClock(zone)), [FIRST, FIRST], zone);
  });
});

const conditions = (from: string | null, before: string | null, clock = newYork): string[] =>
  clock
    .within('startTime', {
      from: from === null ? null : at(from),
      before: before === null ? null : at(before),
    })
    .map(([name, value]) => `${name}=${value}`);

describe('conditions on the time', () => {
  test('are in the node’s own time, with the first instant and without the last', () => {
    assert.deepEqual(conditions('2024-05-01T00:00:00Z', '2024-05-02T00:00:00Z', shanghai), [
      'q=startTime>=2024-05-01 08:00:00',
      'q=startTime<2024-05-02 08:00:00',
    ]);
    assert.deepEqual(conditions(null, null), []);
  });

  test('take parts of a second for the next whole one: rows are printed to the second', () => {
    assert.deepEqual(conditions('2024-05-01T00:00:00.001Z', '2024-05-01T00:00:00.999Z', shanghai), [
      'q=startTime>=2024-05-01 08:00:01',
      'q=startTime<2024-05-01 08:00:01',
    ]);
  });

  test('name no day that the database does not know', () => {
    assert.deepEqual(conditions('0000-01-01T00:00:00Z', '9999-12-31T23:59:59.999Z', shanghai), [
      'q=startTime>=1000-01-02 08:05:43',
      'q=startTime<9999-12-30 08:00:00',
    ]);
  });

  test('stand clear of the hours that look alike', () => {
    for (const inside of [FIRST, '2018-11-04T05:30:00Z', TURN, '2018-11-04T06:59:59Z']) {
      assert.deepEqual(
        conditions(inside, inside),
        ['q=startTime>=2018-11-04 00:59:59', 'q=startTime<2018-11-04 02:00:00'],
        inside,
      );
    }
  });

  test('stand where they are meant just outside them', () => {
    assert.deepEqual(conditions('2018-11-04T04:59:59Z', '2018-11-04T04:59:59Z'), [
      'q=startTime>=2018-11-04 00:59:59',
      'q=startTime<2018-11-04 00:59:59',
    ]);
    assert.deepEqual(conditions(LAST, LAST), [
      'q=startTime>=2018-11-04 02:00:00',
      'q=startTime<2018-11-04 02:00:00',
    ]);
  });

  test('never leave a row out that is wanted, around either change of the clock', () => {
    const month = (text: string) => ({ Mar: '03', Nov: '11' })[text] ?? '';
    const printed = ['Nov 4, 2018 12:30:00 AM', 'Nov 4, 2018 1:00:00 AM', 'Nov 4, 2018 1:59:59 AM'];
    const days = [...printed, 'Nov 4, 2018 2:00:00 AM', 'Mar 11, 2018 1:59:59 AM', 'Mar 11, 2018 3:00:00 AM'];
    for (const text of days) {
      const time = newYork.read(text) ?? 0;
      const [, name = '', day = '', clock = ''] = /^(\w+) (\d+), 2018 ([\d:]+)/.exec(text) ?? [];
      const wall = `2018-${month(name)}-${day.padStart(2, '0')} ${clock.replace(/^12/, '00').padStart(8, '0')}`;
      for (const shift of [-3_600_000, -1, 0]) {
        const [after = ''] = conditions(new Date(time + shift).toISOString(), null);
        assert(wall >= after.slice('q=startTime>='.length), `${text} after ${shift}`);
      }
      for (const shift of [1, 1_000, 3_600_000]) {
        const [before = ''] = conditions(null, new Date(time + shift).toISOString());
        assert(wall < before.slice('q=startTime<'.length), `${text} before ${shift}`);
      }
    }
  });
});

test('the date of a request is the node’s local time', () => {
  const time = at('2017-11-14T14:20:57.999Z');
  assert.equal(createClock('UTC').printDate(time), 'Tue, 14 Nov 2017 14:20:57 UTC');
  assert.equal(shanghai.printDate(time), 'Tue, 14 Nov 2017 22:20:57 GMT+08:00');
  assert.equal(newYork.printDate(time), 'Tue, 14 Nov 2017 09:20:57 GMT-05:00');
  assert.equal(shanghai.printDate(at('2024-06-02T00:00:00Z')), 'Sun, 02 Jun 2024 08:00:00 GMT+08:00');
});

const ZONES = [
  'UTC',
  'Asia/Shanghai',
  'America/New_York',
  'Europe/Dublin',
  'Australia/Lord_Howe',
  'Pacific/Apia',
  'Africa/Casablanca',
  'America/St_Johns',
];

/** Times that a clock shows, half of them within hours of a change of its offset. */
const shownIn = (zone: string): fc.Arbitrary<number> => {
  const anywhere = fc.integer({ min: -2_208_988_800, max: 4_102_444_800 }).map((seconds) => seconds * 1_000);
  const nearChange = fc.tuple(anywhere, fc.integer({ min: -200_000, max: 200_000 })).map(([time, beside]) => {
    const change = Temporal.Instant.fromEpochMilliseconds(time)
      .toZonedDateTimeISO(zone)
      .getTimeZoneTransition('next');
    return (change?.epochMilliseconds ?? time) + beside * 1_000;
  });
  return fc.oneof(anywhere, nearChange);
};

const shown = fc.constantFrom(...ZONES).chain((zone) => fc.tuple(fc.constant(zone), shownIn(zone)));

test('a shown time is the instant that the calendar of the zone says, also near its changes', () => {
  const clocks = new Map(ZONES.map((zone) => [zone, createClock(zone)]));
  fc.assert(
    fc.property(shown, ([zone, time]) => {
      assert.equal(clocks.get(zone)?.ofWall(time), instantBy(zone, time));
    }),
    { numRuns: 1_000 },
  );
});

test('conditions name the time that clocks in the zone show', () => {
  fc.assert(
    fc.property(shown, ([zone, time]) => {
      const clock = createClock(zone);
      const { from, to } = clock.tieOf(time);
      fc.pre(from === to && clock.tieOf(time - 90_000_000).from === time - 90_000_000);
      const [[, condition = ''] = []] = clock.within('startTime', { from: time, before: null });
      const local = Temporal.Instant.fromEpochMilliseconds(time).toZonedDateTimeISO(zone).toPlainDateTime();
      const isClear =
        condition === `startTime>=${local.toString({ smallestUnit: 'second' }).replace('T', ' ')}`;
      // Beside hours that exist twice, conditions stand clear of them.
      assert(isClear || condition < `startTime>=${local}`, condition);
    }),
    { numRuns: 300 },
  );
});
