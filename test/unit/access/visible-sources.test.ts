import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { matchesPattern, seesAll, viewName, visibleSources } from '../../../src/access/visible-sources.ts';
import { ALL_RIGHTS, type Rights } from '../../../src/scope/principal.ts';

const seeing = (...sources: string[]): Rights => ({ ...ALL_RIGHTS, sources });

for (const [pattern, id, isMatch] of [
  ['dc1', 'dc1', true],
  ['dc1', 'dc10', false],
  ['dc1', 'adc1', false],
  ['dc*', 'dc', true],
  ['dc*', 'dc10', true],
  ['dc*', 'adc', false],
  ['*-eu', 'backups-eu', true],
  ['*-eu', 'backups-eu2', false],
  ['a*a', 'a', false],
  ['a*a', 'aa', true],
  ['a*b*c', 'a-b-c', true],
  ['a*b*c', 'a-c-b', false],
  ['a**c', 'ac', true],
  ['*', '', true],
  ['', 'a', false],
] as const) {
  test(`${pattern} ${isMatch ? 'is' : 'is not'} ${id}`, () =>
    assert.equal(matchesPattern(pattern, id), isMatch));
}

test('a pattern says what the same regular expression says', () => {
  const letters = fc.string({ unit: fc.constantFrom('a', 'b', '-', '*'), maxLength: 8 });
  const ids = fc.string({ unit: fc.constantFrom('a', 'b', '-'), maxLength: 8 });
  fc.assert(
    fc.property(letters, ids, (pattern, id) => {
      const regex = new RegExp(`^${pattern.replaceAll('*', '.*')}$`);
      assert.equal(matchesPattern(pattern, id), regex.test(id));
    }),
  );
});

test('what is left of the sources is what any pattern names, in the same order', () => {
  const sources = new Map(['dc1', 'backups-eu', 'search', 'backups-us'].map((id) => [id, id]));
  const left = (...patterns: string[]) => [...visibleSources(sources, seeing(...patterns)).keys()];
  assert.deepEqual(left('search', 'backups-*'), ['backups-eu', 'search', 'backups-us']);
  assert.deepEqual(left('dc'), []);
  assert.deepEqual(left('dc1', '*'), [...sources.keys()]);
});

test('only the one pattern for all sees those of later too', () => {
  assert.equal(seesAll(seeing('dc1', '*')), true);
  assert.equal(seesAll(seeing('dc*', 'a*')), false);
});

test('who has the same patterns has the same view, whatever their order', () => {
  assert.equal(viewName(seeing('a', 'b*', 'a')), viewName(seeing('b*', 'a')));
  assert.notEqual(viewName(seeing('a,b')), viewName(seeing('a', 'b')));
});
