import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Places } from '../../../../src/server/admission/places.ts';

const QUICK = 0;
const WAITED = 0.9;

function setUp(width = 1) {
  const places = new Places(
    () => 64,
    () => width,
  );
  const end = (count: number, waited: number, isCrowded = true): number => {
    for (let i = 0; i < count; i += 1) places.ended(waited, isCrowded);
    return places.count;
  };
  return { places, end };
}

test('where those inside wait for each other and others are turned away, there are fewer, down to an eighth', () => {
  const { places, end } = setUp();
  assert.equal(places.count, 64);
  assert.equal(end(63, WAITED), 64, 'not before so many have been inside');
  assert.equal(end(1, WAITED), 32);
  assert.equal(end(32 + 16, WAITED), 8);
  assert.equal(end(1_000, WAITED), 8);
});

test('where those inside wait for nothing but vendors, there are as many as ever', () => {
  const { end } = setUp();
  assert.equal(end(1_000, QUICK), 64);
});

test('when they wait little, there are more again', () => {
  const { end } = setUp();
  end(1_000, WAITED);
  assert.equal(end(8, 0.4), 8, 'they wait enough');
  assert.equal(end(8, QUICK), 10);
  assert.equal(end(1_000, QUICK), 64);
});

test('when nobody is turned away any more, there are all of them at once', () => {
  const { end } = setUp();
  end(1_000, WAITED);
  assert.equal(end(1, WAITED, false), 64);
  assert.equal(end(1_000, WAITED, false), 64, 'a queue that all get through is no harm');
});

test('beyond those that all have there are some for whoever has none inside, or has few and takes little', () => {
  const { places } = setUp();
  const counts = (takesLittle: boolean): number[] =>
    [0, 1, 7, 8, 64].map((inside) => places.countFor(inside, takesLittle));
  assert.deepEqual(counts(true), [80, 80, 80, 64, 64]);
  assert.deepEqual(counts(false), [80, 64, 64, 64, 64]);
  assert.deepEqual(
    [0, 1].map((inside) => setUp(1 / 64).places.countFor(inside, true)),
    [2, 1],
  );
});

test('there are never more than there are for other reasons, and one at least', () => {
  assert.equal(setUp(1 / 4).places.count, 16);
  assert.equal(setUp(1 / 100).places.count, 1);
});
