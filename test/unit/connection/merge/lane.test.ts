import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  headOf,
  type Lane,
  openLane,
  resume,
  Standings,
  takenAt,
} from '../../../../src/connection/merge/lane.ts';
import { compareKeys } from '../../../../src/model/sort-key.ts';
import { SourceError } from '../../../../src/model/source-error.ts';
import { settle } from '../../upstream/support.ts';
import { fakeStream, type Step } from './fake-stream.ts';
import { after } from './start-merge.ts';

/** A lane whose stream was read as often as it has steps. */
async function readLane(id: string, steps: readonly Step[]): Promise<Lane> {
  const lane = openLane(fakeStream(id, steps), null);
  for (const _ of steps.slice(1)) await lane.stream.advance();
  return lane;
}

describe('a lane', () => {
  test('begins at the start of its stream, with nothing taken', () => {
    const lane = openLane(fakeStream('a', [9], { watermark: 9 }), null);
    assert.deepEqual([lane.start, lane.taken, lane.error, lane.stopped], [null, [], null, null]);
  });

  test('of which nothing is known is read at once; one of which something is known waits', () => {
    const [unknown, known] = [fakeStream('a', [9]), fakeStream('b', [7], { watermark: 8 })];
    openLane(unknown, null);
    openLane(known, after('b', 8));
    assert.deepEqual([unknown.reads(), known.reads()], [1, 0]);
  });

  test('has nothing under way once its first reading has brought something', async () => {
    const lane = openLane(fakeStream('a', [9, 8]), null);
    assert.notEqual(lane.reading, null);
    await settle();
    assert.equal(lane.reading, null);
  });

  test('keeps the failure of its first reading for whoever needs the stream', async () => {
    const lane = openLane(fakeStream('a', ['fail']), null);
    await settle();
    await assert.rejects(lane.reading ?? assert.fail('forgotten'), { code: 'UPSTREAM_TIMEOUT' });
  });

  test('shows what comes after the rows that were taken', async () => {
    const lane = await readLane('a', [9, 8]);
    const heads = [[], [1], [1, 2]].map((taken) => {
      const head = headOf({ ...lane, taken });
      return head?.kind === 'row' ? head.job.nativeId : head?.kind;
    });
    assert.deepEqual(heads, ['a9', 'a8', 'end']);
  });

  test('knows how many rows it had given when the page had so many', async () => {
    const lane = { ...(await readLane('a', [9, 8, 7])), taken: [2, 3, 6] };
    assert.deepEqual(
      [0, 1, 2, 3, 5, 6, 9].map((rows) => takenAt(lane, rows)),
      [0, 0, 1, 2, 2, 3, 3],
    );
  });
});

test('a lane that goes on remembers where it stood', () => {
  const stopped = { rows: 3, place: after('a', 9) };
  const lane = { ...openLane(fakeStream('a', ['fail']), null), stopped };
  resume(lane);
  assert.deepEqual([lane.resumed, lane.stopped, lane.error], [[stopped], null, null]);
});

describe('lanes side by side', () => {
  const up: typeof compareKeys = (a, b) => compareKeys(b, a);
  const openAt = (time: number): Lane => openLane(fakeStream(`w${time}`, [1], { watermark: time }), null);

  test('show the row that comes first along the walk; where none is at hand there is none', async () => {
    const lanes = [await readLane('b', [7]), await readLane('a', [7]), await readLane('c', [5])];
    assert.equal(new Standings(lanes, compareKeys).first?.row.job.nativeId, 'a7');
    assert.equal(new Standings(lanes, up).first?.row.job.nativeId, 'c5');
    assert.equal(new Standings([openAt(9)], compareKeys).first, null);
  });

  test('show one after the other, each its own rows in turn; of one row that two show, the first lane’s', async () => {
    const twin = { ...(await readLane('a', [8, 5])), start: after('a', 9) };
    const lanes = [await readLane('b', [9, 6]), await readLane('a', [8, 5]), twin, await readLane('c', [7])];
    const standings = new Standings(lanes, compareKeys);
    const shown: string[] = [];
    for (let { first } = standings; first !== null; first = standings.first) {
      shown.push(`${first.row.job.nativeId}${first.lane === twin ? ' again' : ''}`);
      first.lane.taken.push(shown.length);
      standings.advance();
    }
    assert.deepEqual(shown, ['b9', 'a8', 'a8 again', 'c7', 'b6', 'a5', 'a5 again']);
  });

  test('wait for one that may show a row before the first, unless it has stopped', async () => {
    const [row, near, far] = [await readLane('row', [6]), openAt(7), openAt(5)];
    assert.equal(new Standings([row, far], compareKeys).isOpen, false);
    assert.equal(new Standings([row, far, near], compareKeys).isOpen, true);
    assert.equal(new Standings([far], compareKeys).isOpen, true);
    near.stopped = { rows: 0, place: after('w7', 8) };
    assert.equal(new Standings([row, far, near], compareKeys).isOpen, false);
    assert.equal(new Standings([row, openLane(fakeStream('new', ['fail']), null)], compareKeys).isOpen, true);
  });

  test('those that may show a row before this one: the unknown, then the nearest', async () => {
    const known = [6, 9, 7, 5].map(openAt);
    const unknown = openLane(fakeStream('new', ['fail']), null);
    const row = await readLane('row', [6]);
    const namesBefore = (...others: readonly Lane[]): string[] =>
      new Standings([...known, unknown, ...others], compareKeys).lanesBefore().map(({ stream }) => stream.id);
    assert.deepEqual(namesBefore(), ['new'], 'what it shows may make the others needless');
    await assert.rejects(unknown.reading ?? Promise.resolve());
    unknown.error = new SourceError({ code: 'UPSTREAM_TIMEOUT', message: 'hung' });
    assert.deepEqual(namesBefore(), ['new', 'w9', 'w7', 'w6', 'w5'], 'a failed one shows nothing');
    assert.deepEqual(namesBefore(row), ['new', 'w9', 'w7', 'w6']);
  });
});
