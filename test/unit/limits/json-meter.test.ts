import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { JsonMeter } from '../../../src/limits/json-meter.ts';

function metered(text: string, piece: number): JsonMeter {
  const meter = new JsonMeter();
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += piece) meter.add(bytes.subarray(at, at + piece));
  return meter;
}

function measure(text: string, piece = text.length + 1): readonly [values: number, deepest: number] {
  const { values, deepest } = metered(text, piece);
  return [values, deepest];
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

/** The different names of members in what was parsed. */
function namesIn(value: unknown, names: Set<string> = new Set()): Set<string> {
  if (typeof value !== 'object' || value === null) return names;
  for (const [name, inside] of Object.entries(value)) {
    if (!Array.isArray(value)) names.add(name);
    namesIn(inside, names);
  }
  return names;
}

test('names of members are counted once each, whatever stands in texts and in whatever pieces they come', () => {
  const letters = fc.constantFrom(...'"\\[]{},:ab\n\té😀\u0000');
  fc.assert(
    fc.property(
      fc.jsonValue({ maxDepth: 5, stringUnit: letters }),
      fc.integer({ min: 1, max: 7 }),
      (value, piece) => {
        const text = JSON.stringify(value);
        assert.equal(metered(text, piece).names, namesIn(JSON.parse(text)).size, text);
      },
    ),
  );
});

test('names of nothing but escapes are different names', () => {
  const names = ['\n\n', '\n\t', '\t\n', '\t\t', '\u0001', '\u0002'];
  assert.equal(metered(JSON.stringify(Object.fromEntries(names.map((name) => [name, 0]))), 3).names, 6);
});

test('nor is a letter the same as its escape', () => {
  for (const piece of [1, 2, 3, 100])
    assert.equal(
      metered('{"b":0,"\\b":0,"n":0,"\\n":0,"bn":0,"b\\n":0,"\\bn":0}', piece).names,
      7,
      `${piece}`,
    );
});
