import assert from 'node:assert/strict';
import { test } from 'node:test';
import { getIntrospectionQuery, parse } from 'graphql';
import { measureDocument } from '../../../src/limits/read-document.ts';

const measure = (text: string) => measureDocument(parse(text));

test('the depth is that of the deepest operation, through fragments too', () => {
  const cases: readonly (readonly [text: string, depth: number])[] = [
    ['{ a }', 1],
    ['{ a { b } c }', 2],
    ['{ a } query B { a { b { c } } }', 3],
    ['{ ... { a { ... on T { b } } } }', 2],
    ['{ a { ...F } } fragment F on T { b { c } }', 3],
    ['{ a } fragment F on T { b { c { d } } }', 1],
    ['{ ...Nobody }', 0],
  ];
  for (const [text, depth] of cases) assert.equal(measure(text).depth, depth, text);
});

test('introspection does not count', () => {
  assert.equal(measure(getIntrospectionQuery()).depth, 1);
});

test('aliases count as they are written', () => {
  assert.equal(measure('{ a: x b: x { c: y } ...F ...F } fragment F on T { d: z }').aliases, 4);
  assert.equal(measure('{ a: x } fragment F on T { d: z e: z }').aliases, 3);
});

test('fragments that spread themselves, or double each other, come to an end', () => {
  assert.deepEqual(
    measure('{ ...F } fragment F on T { a { ...G } } fragment G on T { b { ...F } }').depth,
    2,
  );
  const more = Array.from(
    { length: 60 },
    (_, i) => `fragment F${i} on T { a { ...F${i + 1} } b { ...F${i + 1} } }`,
  );
  assert.equal(measure(`{ ...F0 } ${more.join(' ')} fragment F60 on T { a }`).depth, 61);
});
