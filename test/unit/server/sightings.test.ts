import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Sightings } from '../../../src/server/operation/sightings.ts';

test('what comes again is known, and hardly anything else', () => {
  const sightings = new Sightings();
  const texts = Array.from({ length: 500 }, (_, i) => `{ a${i}: __typename }`);
  const known = texts.filter((text) => sightings.note(text)).length;
  const again = texts.filter((text) => sightings.note(text)).length;
  assert.equal(known, 0);
  assert(again > 400, `${again} of 500`);
});

test('much that comes once makes it forget, and takes no more memory', () => {
  const sightings = new Sightings();
  sightings.note('');
  assert(sightings.note(''));
  for (let i = 0; i < 100_000; i += 1) sightings.note(`${i}`);
  assert(!sightings.note(''));
});
