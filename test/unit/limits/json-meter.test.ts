import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { JsonMeter } from '../../../src/limits/json-meter.ts';

function measure(text: string, piece = text.length + 1): readonly [values: number, deepest: number] {
  const meter = new JsonMeter();
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += piece) meter.add(bytes.subarray(at, at + piece));
  return [meter.values, meter.deepest];
}

/** The same, of what was parsed. */
function measured(value: unknown): readonly [values: number, deepest: number] {
  if (typeof value !== 'object' || value === null) return [0, 0];
  const inside = Object.values(value);
  const all = inside.map(measured);
  const values = all.reduce((sum, [one]) => sum + one, Math.max(1, inside.length));
  return [values, 1 + Math.max(0, ...all.map(([, depth]) => depth))];
}

test('what stands in texts is no structure', () => {
  assert.deepEqual(measure('{"a,[{":"],}\\",[\\\\","b":[1,"]"]}'), [4, 2]);
});

test('it is measured as it is parsed, in whatever pieces it comes', () => {
  const letters = fc.string({ unit: fc.constantFrom(...'"\\[]{},:aé😀\u0000') });
  const json = fc.jsonValue({ maxDepth: 5, stringUnit: fc.constantFrom(...'"\\[]{},:aé😀\u0000') });
  fc.assert(
    fc.property(json, fc.integer({ min: 1, max: 7 }), fc.boolean(), (value, piece, isSpread) => {
      const text = JSON.stringify(value, null, isSpread ? 1 : 0);
      assert.deepEqual(measure(text, piece), measured(JSON.parse(text)), text);
    }),
  );
  fc.assert(
    fc.property(letters, fc.integer({ min: 1, max: 3 }), (text, piece) =>
      assert.deepEqual(measure(text, piece), measure(text), 'and so is what is no JSON'),
    ),
  );
});
