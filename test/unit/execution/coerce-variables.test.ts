import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { buildSchema, GraphQLError, getOperationAST, getVariableValues, parse } from 'graphql';
import { coerceVariables } from '../../../src/execution/coerce-variables.ts';

const SCHEMA = buildSchema(`
  type Query { a(one: In, list: [[Int!]], must: String!, mood: Mood): Int }
  input In { n: Int! = 1, deep: In, ids: [ID!], flag: Boolean }
  enum Mood { GOOD BAD }
`);

const operationOf = (definitions: string) =>
  getOperationAST(parse(`query ${definitions} { a(must: "x") }`)) ?? assert.fail();

const OPERATION = operationOf(
  '($one: In, $list: [[Int!]] = [[7]], $must: String!, $mood: Mood = GOOD, $__proto__: Int)',
);

const leaf = fc.constantFrom<unknown>(
  null,
  undefined,
  0,
  1,
  1.5,
  2 ** 40,
  '',
  'GOOD',
  'x',
  true,
  [],
  [null],
  {},
);
const value = fc.letrec<{ any: unknown }>((tie) => ({
  any: fc.oneof(
    { depthSize: 'small' },
    leaf,
    fc.array(tie('any'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom('n', 'deep', 'ids', 'flag', 'other'), tie('any'), { maxKeys: 3 }),
  ),
})).any;

test('what graphql-js coerces is coerced to the same, and what it refuses is refused', () => {
  const given = fc.dictionary(fc.constantFrom('one', 'list', 'must', 'mood', 'unknown'), value);
  let [right, wrong] = [0, 0];
  fc.assert(
    fc.property(given, fc.boolean(), (drawn, hasMust) => {
      const variables = hasMust ? { ...drawn, must: 'x' } : drawn;
      const expected = getVariableValues(SCHEMA, OPERATION.variableDefinitions ?? [], variables);
      const result = coerceVariables(SCHEMA, OPERATION, variables);
      if (result instanceof GraphQLError) wrong += 1;
      else right += 1;
      if (expected.coerced === undefined) assert(result instanceof GraphQLError);
      else assert.deepEqual(result, expected.coerced);
    }),
    { numRuns: 2_000 },
  );
  assert(right > 100 && wrong > 100, `${right} were right, ${wrong} wrong`);
});

test('of thousands of faults the first is told, in few words', () => {
  const unknown = Object.fromEntries(Array.from({ length: 20_000 }, (_, i) => [`k${i}`, 1]));
  const messages = [
    unknown,
    { ids: Array.from({ length: 20_000 }, () => ({})) },
    { deep: { deep: 'x'.repeat(1e6) } },
  ].map((one) => {
    const fault = coerceVariables(SCHEMA, OPERATION, { one, must: 'x' });
    assert(fault instanceof GraphQLError);
    assert.deepEqual(fault.locations, [{ line: 1, column: 8 }]);
    return fault.message;
  });
  assert.deepEqual(messages, [
    'Variable "$one" got an invalid value at "one"; Field "k0" is not defined by type "In".',
    'Variable "$one" got an invalid value at "one.ids.0"; ID cannot represent value: {}',
    'Variable "$one" got an invalid value at "one.deep.deep"; Expected type "In" to be an object.',
  ]);
});
