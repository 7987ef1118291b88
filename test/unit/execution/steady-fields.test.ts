import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { buildSchema, execute, type GraphQLSchema, isObjectType, parse } from 'graphql';
import { createExecutor } from '../../../src/execution/create-executor.ts';

const SDL = `
  type Query { rows(broken: Boolean): [Row] }
  type Row { id: ID, name: String, size(unit: Int = 1): Float, live: Int, later: String, part: Part, link: Link }
  type Part { code: String, deep: Part, live: Int }
  type Link { to: String }
`;
const STEADY: Readonly<Record<string, readonly string[]>> = {
  Row: ['id', 'name', 'size', 'later', 'part', 'link'],
  Part: ['code', 'deep'],
};

interface Row {
  readonly id: number;
  readonly name: unknown;
  readonly part: object | null;
  readonly link: object;
}

/** Counts how often each steady field of a row was asked. */
function steadySchema(rows: readonly unknown[], asked: Map<string, number> = new Map()): GraphQLSchema {
  const schema = buildSchema(SDL);
  let clock = 0;
  const resolvers: Readonly<Record<string, (source: Row, args: { unit?: number }) => unknown>> = {
    'Query.rows': () => rows,
    'Row.name': ({ id, name }) => {
      asked.set(`name of ${id}`, (asked.get(`name of ${id}`) ?? 0) + 1);
      return name;
    },
    'Row.size': ({ id }, { unit = 1 }) => id / unit,
    'Row.live': () => clock++ % 1,
    'Row.later': async ({ id }) => `later ${id}`,
  };
  for (const type of Object.values(schema.getTypeMap()).filter(isObjectType)) {
    const steadyFields = STEADY[type.name];
    if (steadyFields !== undefined) type.extensions = { steadyFields };
    for (const field of Object.values(type.getFields())) {
      const resolve = resolvers[`${type.name}.${field.name}`];
      if (resolve !== undefined) field.resolve = resolve;
    }
  }
  return schema;
}

const FIELDS = [
  'id',
  'name',
  'n: name',
  'size',
  's: size(unit: 2)',
  'size3: size(unit: $unit)',
  'live',
  'later',
  '__typename',
  'part { code }',
  'p: part { code deep { code __typename } }',
  'q: part { live code }',
  'link { to }',
];

const query = fc
  .uniqueArray(fc.constantFrom(...FIELDS), { minLength: 1, maxLength: 6 })
  .map((fields) => `query ($unit: Int = 1) { rows { ${fields.join(' ')} } }`);

const name = fc.constantFrom<unknown>(
  'a',
  'b "c"\n',
  '\ud800',
  null,
  new Error('no name'),
  Promise.resolve('p'),
);
const part = fc.constantFrom(null, { code: 'x' }, { code: 7, deep: { code: null, deep: {} } }, { deep: 3 });
const row = fc
  .record({ id: fc.nat(), name, part, link: fc.constant({ to: '→' }) })
  .chain((one) => fc.constantFrom(one, Object.freeze({ ...one })));
const rows = fc.array(fc.oneof(row, fc.constant(null), fc.constant('no object')), { maxLength: 4 });

test('what is kept of objects is what graphql-js would write, whichever operations ask in turn', async () => {
  const turns = fc.array(fc.record({ which: fc.nat(2), unit: fc.constantFrom(1, 2, 3) }), { minLength: 2 });
  await fc.assert(
    fc.asyncProperty(rows, fc.tuple(query, query, query), turns, async (drawn, queries, asks) => {
      const schema = steadySchema(drawn);
      const documents = queries.map((text) => parse(text));
      const executePlanned = createExecutor();
      for (const { which, unit } of asks) {
        const document = documents[which] ?? assert.fail();
        const args = { schema, document, variableValues: { unit } };
        const [result, expected] = [await executePlanned(args), await execute(args)];
        assert.equal(JSON.stringify(result?.data), JSON.stringify(expected.data));
        assert.deepEqual(messages(result?.errors), messages(expected.errors));
      }
    }),
    { numRuns: 300 },
  );
});

const messages = (errors: readonly { message: string; path?: unknown }[] | undefined): readonly string[] =>
  (errors ?? []).map(({ message, path }) => JSON.stringify([message, path])).sort();

test('a steady field is asked once while one operation is repeated; what failed, each time', async () => {
  const [asked, executePlanned] = [new Map<string, number>(), createExecutor()];
  const whole = { id: 1, name: 'whole' };
  const broken = { id: 2, name: new Error('broken') };
  const copy = { id: 3, name: 'copy' };
  const listed: object[] = [whole, broken];
  const schema = steadySchema(listed, asked);
  const ask = async (document = parse('{ rows { id live name } }')): Promise<string> =>
    JSON.stringify((await executePlanned({ schema, document }))?.data);
  const document = parse('{ rows { live name } }');
  await ask(document);
  listed.push({ ...whole, ...copy });
  assert.equal(
    await ask(document),
    '{"rows":[{"live":0,"name":"whole"},{"live":0,"name":null},{"live":0,"name":"copy"}]}',
  );
  assert.deepEqual(Object.fromEntries(asked), { 'name of 1': 1, 'name of 2': 2, 'name of 3': 1 });
  await ask();
  await ask(document);
  assert.equal(asked.get('name of 1'), 3);
});

test('what is kept does not hold the pieces that it was put together of', async () => {
  setFlagsFromString('--expose-gc');
  const collect: () => void = runInNewContext('gc');
  const rows = Array.from({ length: 4_000 }, (_, id) => ({ id, name: 'x'.repeat(20), part: null, link: {} }));
  const schema = steadySchema(rows);
  const aliases = Array.from({ length: 20 }, (_, i) => `a${i}: name`).join(' ');
  const document = parse(`{ rows { ${aliases} } }`);
  const executePlanned = createExecutor();
  await executePlanned({ schema, document: parse('{ rows { id } }') });
  collect();
  const before = process.memoryUsage().heapUsed;
  const letters = JSON.stringify((await executePlanned({ schema, document }))?.data).length;
  collect();
  const kept = process.memoryUsage().heapUsed - before;
  assert(kept < 4 * letters, `${kept} bytes are kept of ${letters} letters`);
});
