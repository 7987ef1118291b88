import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { didYouMean, editDistance } from '../../../src/config/did-you-mean.ts';

describe('didYouMean', () => {
  for (const [word, expected] of [
    ['endpont', 'endpoint'],
    ['ENDPOINT', 'endpoint'],
    ['timeZnoe', 'timeZone'],
    ['prot', 'port'],
    ['x', null],
    ['', null],
    ['somethingElse', null],
    ['endpoint'.repeat(9), null],
  ] as const) {
    it(`${word} → ${expected}`, () =>
      assert.equal(didYouMean(word, ['timeZone', 'endpoint', 'port']), expected));
  }

  it('takes the nearest, and of equals the first', () => {
    assert.equal(didYouMean('portx', ['ports', 'port', 'sport']), 'ports');
    assert.equal(didYouMean('retris', ['entries', 'retries']), 'retries');
  });
});

describe('editDistance', () => {
  it('counts edits', () => {
    const pairs = [
      ['', 'abc', 3],
      ['kitten', 'sitting', 3],
      ['ab', 'ba', 1],
      ['abcd', 'acbd', 1],
      ['ca', 'abc', 3],
    ] as const;
    for (const [a, b, distance] of pairs) assert.equal(editDistance(a, b), distance, `${a} ${b}`);
  });

  it('is symmetric, zero for equal words alone, and bounded by the longer word', () => {
    const word = fc.string({ maxLength: 8, unit: fc.constantFrom('a', 'b', 'c') });
    fc.assert(
      fc.property(word, word, (a, b) => {
        const distance = editDistance(a, b);
        assert.equal(distance, editDistance(b, a));
        assert.equal(distance === 0, a === b);
        assert.ok(distance >= Math.abs(a.length - b.length) && distance <= Math.max(a.length, b.length));
      }),
    );
  });
});
