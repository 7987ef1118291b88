import assert from 'node:assert/strict';
import { test } from 'node:test';
import { buildSchema, getOperationAST, parse, validate } from 'graphql';
import { costOf } from '../../../src/limits/cost.ts';
import { readSdl } from '../../../src/server/read-sdl.ts';

const SCHEMA = buildSchema(readSdl());

function cost(text: string, variables: Readonly<Record<string, unknown>> = {}): number {
  const document = parse(text);
  assert.deepEqual(validate(SCHEMA, document), []);
  const operation = getOperationAST(document);
  assert.ok(operation);
  return costOf(SCHEMA, document, operation)(variables);
}

/** A list is a field for which vendors are asked. */
const LIST = 1 + 20;
/** A vendor's row, whole. */
const ROW = 1 + 50;

test('a field costs one, a list as many times what it asks as it has items', () => {
  assert.equal(cost('{ __typename }'), 0);
  assert.equal(cost('{ jobs { nodes { id name } } }'), LIST + 20 * (1 + 2));
  assert.equal(cost('{ jobs(first: 7) { nodes { id } } }'), LIST + 7 * 2);
  assert.equal(cost('{ jobs(last: 7) { edges { cursor node { id } } } }'), LIST + 7 * 4);
  assert.equal(cost('{ jobs(first: 7) { pageInfo { endCursor } } }'), LIST + 2);
  assert.equal(cost('{ jobs(first: 0) { nodes { id } } }'), LIST);
  assert.equal(cost('{ sources { id } }'), 10 * 2);
});

test('the example in docs/limits.md costs what it says', () => {
  const text = '{ jobs(first: 100) { nodes { id name tasks(first: 5) { nodes { name } } } } }';
  assert.equal(cost(text), LIST + 100 * (3 + LIST + 5 * 2));
  assert.ok(Math.abs(cost(text) - 3_400) < 50, String(cost(text)));
});

test('lists within lists multiply', () => {
  const nested = (levels: number): string =>
    levels === 0 ? 'id' : `job { tasks { nodes { ${nested(levels - 1)} } } }`;
  const of = (levels: number): number => cost(`{ jobs { nodes { tasks { nodes { ${nested(levels)} } } } } }`);
  assert.ok(of(1) > 40 * of(0) && of(2) > 40 * of(1));
});

test('sizes may come with the variables, by themselves or by default', () => {
  const text = 'query ($n: Int = 3, $m: Int) { jobs(first: $n, last: $m) { nodes { id } } }';
  assert.equal(cost(text), LIST + 3 * 2);
  assert.equal(cost(text, { n: 9 }), LIST + 9 * 2);
  assert.equal(cost(text, { n: 1e9 }), LIST + 500 * 2, 'no list gives more');
  assert.equal(cost(text, { n: -5 }), LIST);
  assert.equal(cost('query ($n: Int) { jobs(last: $n) { nodes { id } } }', { n: null }), LIST + 20 * 2);
});

test('a variable that is called as what every object has is not given where nobody gives it', () => {
  for (const name of ['constructor', 'toString', '__proto__'])
    assert.equal(
      cost(`query ($${name}: Int = 500) { jobs(first: $${name}) { nodes { id } } }`),
      LIST + 500 * 2,
    );
});

test('what counts is what is asked for in the end, wherever it is said', () => {
  const both = 'query ($n: Int) { jobs(first: $n, last: 500) { nodes { id } } }';
  assert.equal(cost(both), LIST + 500 * 2, 'a size that is not given hides no other');
  assert.equal(cost(both, { n: 3 }), LIST + 500 * 2, 'of two, the larger');
  const ids = Array.from({ length: 500 }, () => '"a"').join(' ');
  assert.equal(cost(`query ($i: [ID!]! = [${ids}]) { nodes(ids: $i) { id } }`), 500 * (1 + 20 + 1));
  const tasks = (size: string, variables = ''): number =>
    cost(`query ${variables} { jobs(first: 1) { nodes { tasks(${size}) { nodes { id } } } } }`);
  assert.equal(tasks('first: $n', '($n: Int)'), tasks('first: 50'), 'the default of the schema');
  assert.equal(tasks('first: 50, last: 500'), tasks('first: 500'));
});

test('ids count as many times as there are', () => {
  const own = 1 + 20 + 1;
  assert.equal(cost('{ nodes(ids: ["a", "b"]) { id } }'), 2 * own);
  assert.equal(cost('{ nodes(ids: "a") { id } }'), own);
  assert.equal(cost('query ($ids: [ID!]!) { nodes(ids: $ids) { id } }', { ids: ['a', 'b', 'c'] }), 3 * own);
  assert.equal(cost('{ job(id: "a") { id } }'), own);
});

test('whole rows cost more, each time they are asked for', () => {
  const plain = cost('{ jobs(first: 10) { nodes { id } } }');
  assert.equal(cost('{ jobs(first: 10) { nodes { id raw } } }'), plain + 10 * ROW);
  assert.equal(cost('{ jobs(first: 10) { nodes { id raw again: raw } } }'), plain + 10 * 2 * ROW);
});

test('fragments cost what they ask', () => {
  const text =
    '{ jobs { nodes { ...F } } } fragment F on Job { id ... on Node { id } tasks { ...T } } fragment T on TaskConnection { nodes { id } }';
  assert.equal(cost(text), cost('{ jobs { nodes { id a: id tasks { nodes { id } } } } }'));
});

test('fragments that double each other are not worked out for ever', () => {
  const more = Array.from(
    { length: 60 },
    (_, i) =>
      `fragment F${i} on Task { a: job { tasks { nodes { ...F${i + 1} } } } b: job { tasks { nodes { ...F${i + 1} } } } }`,
  );
  assert.equal(
    cost(`{ task(id: "a") { ...F0 } } ${more.join(' ')} fragment F60 on Task { id }`),
    Number.POSITIVE_INFINITY,
  );
});
