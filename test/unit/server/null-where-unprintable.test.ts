import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makeExecutableSchema } from '@graphql-tools/schema';
import { buildSchema, execute, isObjectType, parse } from 'graphql';
import { DateTime } from '../../../src/resolvers/scalars.ts';
import { nullWhereUnprintable } from '../../../src/server/null-where-unprintable.ts';
import { readSdl } from '../../../src/server/read-sdl.ts';

const SDL = 'type Query { int: Int, float: Float, later: Int, must: Int!, text: String, none: Int }';
const FINE = { int: 1, float: 1.5, later: async () => 2, must: 3, text: 'x', none: null };

function ask(root: object, told: string[] = []) {
  const schema = nullWhereUnprintable(buildSchema(SDL), (field) => told.push(field));
  const document = parse('{ int float later must text none }');
  return { told, again: () => execute({ schema, document, rootValue: root }) };
}

test('what can be printed stays', async () => {
  const { again, told } = ask(FINE);
  const { data, errors } = await again();
  assert.deepEqual({ ...data }, { ...FINE, later: 2 });
  assert.deepEqual([errors, told], [undefined, []]);
});

test('what cannot be printed is null, and told once for each field', async () => {
  const { again, told } = ask({ ...FINE, int: 2 ** 31, float: Number.NaN, later: async () => 0.5 });
  await again();
  const { data, errors } = await again();
  assert.deepEqual({ ...data }, { ...FINE, int: null, float: null, later: null });
  assert.equal(errors, undefined);
  assert.deepEqual(told.toSorted(), ['Query.float', 'Query.int', 'Query.later']);
});

test('an error of the field itself stays one', async () => {
  const { again } = ask({
    ...FINE,
    int: () => {
      throw new RangeError('mine');
    },
  });
  assert.match(String((await again()).errors), /mine/);
});

/** Numbers that no date and no `Int` can hold, nor JSON. */
const UNPRINTABLE = [9e15, Number.NaN, Number.POSITIVE_INFINITY, -9e15];

test('no nullable number or instant of the whole schema makes an internal error', () => {
  const told: string[] = [];
  const schema = makeExecutableSchema({ typeDefs: readSdl(), resolvers: { DateTime } });
  nullWhereUnprintable(schema, (field) => told.push(field));
  const types = Object.values(schema.getTypeMap()).filter(isObjectType);
  const fields = types.flatMap((type) => Object.values(type.getFields()).map((field) => ({ type, field })));
  const numbers = fields.filter(({ field }) => ['DateTime', 'Float', 'Int'].includes(String(field.type)));
  for (const { field } of numbers)
    for (const value of UNPRINTABLE) {
      const printed: unknown = field.resolve?.({ [field.name]: value }, {}, {}, {
        fieldName: field.name,
      } as never);
      const isFine = String(field.type) === 'Float' && Number.isFinite(value);
      assert.equal(printed, isFine ? value : null, field.name);
    }
  assert.deepEqual(
    told,
    numbers.map(({ type, field }) => `${type.name}.${field.name}`),
  );
  assert(told.includes('Job.createdAt') && told.includes('HuaweiWorkspaceJobDetails.totalCount'));
});
