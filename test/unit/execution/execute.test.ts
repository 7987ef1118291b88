import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  buildSchema,
  type ExecutionResult,
  execute,
  NoUnusedFragmentsRule,
  NoUnusedVariablesRule,
  parse,
  specifiedRules,
  validate,
} from 'graphql';
import { createExecutor } from '../../../src/execution/create-executor.ts';
import { ODDITIES, oddSchema } from './odd-schema.ts';

/** Of a hundred fields `share` are odd, each place always in the same way for the same seed. */
const oddityBy =
  (seed: number, share: number) =>
  (place: string): number | null => {
    let hash = seed | 0;
    for (const letter of place) hash = Math.imul(hash ^ letter.charCodeAt(0), 0x01000193) >>> 0;
    return (hash >>> 7) % 100 < share ? hash % ODDITIES : null;
  };

const LEAVES: Readonly<Record<string, readonly string[]>> = {
  Query: ['__typename', 'grid'],
  Cat: ['id', 'name', 'n: name(upper: true)', 'n: name(upper: $yes)', 'mood', 'age', 'any', '__typename'],
  Dog: ['id', 'name(upper: $yes)', 'weight', 'isGood', 'tags', 'id __typename'],
  Node: ['id', 'name', '__typename', 't: __typename'],
  Pet: ['__typename', '... { __typename }'],
};

const BRANCHES: Readonly<Record<string, readonly (readonly [field: string, type: string])[]>> = {
  Query: [
    ['cat', 'Cat'],
    ['cat(where: { least: $least, names: "a" })', 'Cat'],
    ['dog', 'Dog'],
    ['node', 'Node'],
    ['pet', 'Pet'],
    ['pets', 'Pet'],
    ['cats(first: 2)', 'Cat'],
    ['more: cats(first: $least)', 'Cat'],
  ],
  Cat: [
    ['friends', 'Node'],
    ['next', 'Node'],
    ['... on Node', 'Node'],
    ['... on Cat', 'Cat'],
  ],
  Dog: [
    ['owner', 'Cat'],
    ['next', 'Node'],
    ['...', 'Dog'],
  ],
  Node: [
    ['next', 'Node'],
    ['... on Cat', 'Cat'],
    ['... on Dog', 'Dog'],
  ],
  Pet: [
    ['... on Cat', 'Cat'],
    ['... on Dog', 'Dog'],
    ['... on Node', 'Node'],
  ],
};

function selection(type: string, depth: number): fc.Arbitrary<string> {
  const leaf = fc.constantFrom(...(LEAVES[type] ?? []));
  const branches = depth === 0 ? [] : (BRANCHES[type] ?? []);
  const nested = branches.map(([field, to]) => selection(to, depth - 1).map((inner) => `${field} ${inner}`));
  const spread = type === 'Cat' ? [fc.constant('...C')] : [];
  const one = fc.oneof(leaf, ...nested, ...spread);
  return fc.array(one, { minLength: 1, maxLength: 4 }).map((all) => `{ ${all.join(' ')} }`);
}

const query = selection('Query', 3).map(
  (body) =>
    `query Q($yes: Boolean = true, $least: Int! = 2) ${body} fragment C on Cat { id c: mood next { ...N } } fragment N on Node { id ... on Dog { weight } }`,
);

/**
 * Errors that come at the same time may come in any order. Where one takes away what it stands in, it depends on their order which
 * others are told of the same part: of those only that there are any is compared.
 */
const comparable = ({ data, errors = [] }: ExecutionResult): unknown => ({
  data: JSON.stringify(data),
  hasErrors: errors.length > 0,
  errors: errors
    .filter(({ path = [] }) => path.slice(0, -1).reduce<unknown>(inside, data) !== null)
    .map(({ message, path, locations }) => JSON.stringify([message, path, locations]))
    .sort(),
});

const inside = (value: unknown, key: string | number): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, key) : null;

/** What a client reads of a result. */
const read = async (result: ReturnType<ReturnType<typeof createExecutor>>) => {
  const { data = null, errors } = (await result) ?? assert.fail('it is not planned');
  return { ...(errors === undefined ? {} : { errors }), data: JSON.parse(JSON.stringify(data)) };
};

/** Messages for types that are not possible are our own. */
const NOT_COMPARED = /Abstract type|serialize/;

const isComparable = ({ errors = [] }: ExecutionResult): boolean =>
  !errors.some(({ message }) => NOT_COMPARED.test(message));

/** What is not used does no harm. */
const RULES = specifiedRules.filter(
  (rule) => rule !== NoUnusedFragmentsRule && rule !== NoUnusedVariablesRule,
);

test('a planned execution answers what graphql-js answers', async () => {
  let planned = 0;
  const draws = fc.record({
    text: query,
    seed: fc.integer(),
    share: fc.constantFrom(0, 0, 5, 25),
    isLater: fc.boolean(),
    variables: fc.constantFrom({}, { least: 1 }, { yes: false }, { yes: null }),
  });
  await fc.assert(
    fc.asyncProperty(draws, async ({ text, seed, share, isLater, variables }) => {
      const schema = oddSchema({ oddity: oddityBy(seed, share), isLater });
      const document = parse(text);
      if (validate(schema, document, RULES).length > 0) return;
      const args = { schema, document, variableValues: variables, contextValue: {} };
      const result = await read(createExecutor()(args));
      const expected = await execute(args);
      planned += 1;
      if (isComparable(expected)) assert.deepEqual(comparable(result), comparable(expected));
      else assert.deepEqual(JSON.stringify(result.data), JSON.stringify(expected.data));
    }),
    { numRuns: 500 },
  );
  assert.ok(planned > 200, `most of the queries that were drawn are valid (${planned})`);
});

const SCHEMA = buildSchema('type Query { a(n: Int): Int, b: Int!, q: Query } type Mutation { a: Int }');

const run = (text: string, more: object = {}) =>
  createExecutor()({ schema: SCHEMA, document: parse(text), ...more });

test('what is unusual is left to the library before anything runs', () => {
  const doubling = Array.from(
    { length: 20 },
    (_, i) => `fragment F${i} on Query { x: q { ...F${i + 1} } y: q { ...F${i + 1} } }`,
  );
  const unusual: readonly (readonly [why: string, text: string, more?: object])[] = [
    ['no query', 'mutation { a }'],
    ['a directive', '{ a @skip(if: false) }'],
    ['a directive in a fragment', '{ ...F } fragment F on Query { a @include(if: true) }'],
    ['a wrong variable', 'query ($n: Int!) { a(n: $n) }', { variableValues: { n: 'x' } }],
    ['a missing variable', 'query ($n: Int!) { a(n: $n) }'],
    ['introspection', '{ __schema { queryType { name } } }'],
    ['two operations and no name', 'query A { a } query B { a }'],
    ['an operation that is not there', 'query A { a }', { operationName: 'B' }],
    ['no operation', 'fragment F on Query { a }'],
    ['a root value', '{ a }', { rootValue: {} }],
    ['more fields than a plan may have', `{ ...F0 } ${doubling.join(' ')} fragment F20 on Query { a }`],
  ];
  for (const [why, text, more] of unusual) assert.equal(run(text, more), null, why);
});

test('the operation that is named is executed, and each has its own plan', async () => {
  const schema = buildSchema('type Query { a(n: Int): Int }');
  const { a } = schema.getQueryType()?.getFields() ?? {};
  assert.ok(a);
  a.resolve = (_, { n }) => n;
  const execute = createExecutor();
  const document = parse('query A($n: Int) { a(n: $n) } query B { a(n: 2) }');
  const ask = async (operationName: string, n?: number) =>
    (await read(execute({ schema, document, operationName, variableValues: { n } }))).data.a;
  assert.deepEqual([await ask('A', 1), await ask('B'), await ask('A', 3)], [1, 2, 3]);
});

test('what resolvers are told of their field is what graphql-js tells', async () => {
  const told: unknown[] = [];
  const schema = buildSchema('type Query { list: [Query], leaf: Int }');
  const { list, leaf } = schema.getQueryType()?.getFields() ?? {};
  assert.ok(list && leaf);
  list.resolve = () => [{}, {}];
  leaf.resolve = (_, __, ___, info) => {
    const { fieldName, fieldNodes, returnType, parentType, path, rootValue } = info;
    const { fragments, operation, variableValues } = info;
    const whole = { fieldName, fieldNodes, returnType, parentType, path, rootValue, fragments, operation };
    told.push(JSON.parse(JSON.stringify({ ...whole, variableValues, isSame: info.schema === schema })));
    return 1;
  };
  const text = 'query ($x: Int = 1) { list { l: leaf } all: list { ...F } } fragment F on Query { leaf }';
  const args = { schema, document: parse(text) };
  await createExecutor()(args);
  const mine = told.splice(0);
  await execute(args);
  assert.equal(mine.length, 4);
  assert.deepEqual(mine, told);
});

test('where the schema says that `info` is a parameter, those that do not name it are told nothing', async () => {
  const told: (readonly [field: string, isTold: boolean])[] = [];
  const schema = buildSchema('type Query { named: Int, unnamed: Int, all: Query, method: Int, short: Int }');
  const { named, unnamed, all } = schema.getQueryType()?.getFields() ?? {};
  assert.ok(named && unnamed && all);
  named.resolve = (_, __, ___, info) => void told.push(['named', info.fieldName === 'named']);
  unnamed.resolve = (...given) => void told.push(['unnamed', given[3] !== undefined]);
  all.resolve = () => ({
    method: (_: unknown, __: unknown, info: unknown) => void told.push(['method', info !== undefined]),
    short: (...given: unknown[]) => void told.push(['short', given[2] !== undefined]),
  });
  const document = parse('{ named unnamed all { method short } }');
  await createExecutor()({ schema, document });
  assert.deepEqual(
    told.splice(0).filter(([, isTold]) => !isTold),
    [],
  );
  schema.extensions = { infoIsParameter: true };
  await createExecutor()({
    schema,
    document: parse('{ named unnamed all { method short } }'),
  });
  assert.deepEqual(told, [
    ['named', true],
    ['unnamed', false],
    ['method', true],
    ['short', false],
  ]);
});

test('what fails later in a list that is lost already is told to nobody', async () => {
  const schema = buildSchema('type Query { list: [Query!], leaf: Int! }');
  const { list, leaf } = schema.getQueryType()?.getFields() ?? {};
  assert.ok(list && leaf);
  list.resolve = () => [{}, null];
  leaf.resolve = async () => {
    throw new Error('too late');
  };
  const result = await read(createExecutor()({ schema, document: parse('{ list { leaf } }') }));
  await new Promise(setImmediate);
  assert.deepEqual(result.data, { list: null });
  assert.deepEqual(
    result.errors?.map(({ path }) => path),
    [['list', 1]],
  );
});

test('a list may come bit by bit', async () => {
  const schema = buildSchema('type Query { list: [Int] }');
  const { list } = schema.getQueryType()?.getFields() ?? {};
  assert.ok(list);
  list.resolve = async function* () {
    yield* [1, 2];
  };
  const result = await read(createExecutor()({ schema, document: parse('{ list }') }));
  assert.deepEqual(result, { data: { list: [1, 2] } });
});

test('an execution ends as soon as nobody waits for it', async () => {
  const schema = buildSchema('type Query { a: Query, b: Int }');
  const { a, b } = schema.getQueryType()?.getFields() ?? {};
  assert.ok(a && b);
  const entered = Promise.withResolvers<void>();
  const left = Promise.withResolvers<object>();
  a.resolve = () => {
    entered.resolve();
    return left.promise;
  };
  let wentOn = false;
  b.resolve = () => {
    wentOn = true;
  };
  const client = new AbortController();
  const args = { schema, document: parse('{ a { b } }'), client };
  const answer = createExecutor()(args);
  await entered.promise;
  client.abort();
  await assert.rejects(async () => answer, { name: 'AbortError' });
  left.resolve({});
  await new Promise(setImmediate);
  assert.equal(wentOn, false);
});
