import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { stringify } from 'yaml';
import { type ConfigFault, parseConfig } from '../../../src/config/load-config.ts';
import { reference } from './helpers.ts';
import { schemas } from './schemas.ts';

const pieces = fc.constantFrom(
  'sources:',
  'server:',
  '- id: a',
  'backend: alpha',
  'backend: beta',
  'auth:',
  'type: account',
  'region: r',
  reference('A'),
  '${',
  '"',
  "'",
  '[',
  ']',
  '{',
  '}',
  ': ',
  ', ',
  '\n',
  '\n  ',
  '\n    ',
  '\t',
  '&a ',
  '*a',
  '!!str ',
  '|',
  '>',
  '- ',
  '? ',
  '---',
  '...',
  '#',
  '%',
  '\r\n',
  '\uFEFF',
  '\0',
);
const anyText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.array(fc.oneof(pieces, fc.string({ maxLength: 4 })), { maxLength: 40 }).map((parts) => parts.join('')),
);

const mixed = fc.oneof(
  fc.constantFrom('a', 'alpha', 'beta', 'http://a', reference('A'), reference('B'), ''),
  fc.integer(),
  fc.boolean(),
  fc.constant(null),
  fc.string({ maxLength: 5 }),
);
const keys = [
  'id',
  'backend',
  'endpoint',
  'region',
  'timeZone',
  'auth',
  'type',
  'origins',
  'retries',
  'mode',
  'either',
  'x',
];
const { tree } = fc.letrec((tie) => ({
  tree: fc.oneof(
    { maxDepth: 3 },
    mixed,
    fc.array(tie('tree'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom(...keys), tie('tree')),
  ),
}));
const anyFile = fc.record(
  { server: tree, sources: fc.oneof(tree, fc.array(fc.dictionary(fc.constantFrom(...keys), tree))) },
  { requiredKeys: [] },
);

function assertInside(fault: ConfigFault, text: string): void {
  const line = text.replace(/^\uFEFF/, '').split('\n')[fault.line - 1];
  assert.ok(
    line !== undefined && fault.column >= 1 && fault.column <= line.length + 1,
    JSON.stringify(fault),
  );
  assert.ok(fault.message.length > 0 && !/[\n\r]/.test(fault.message), JSON.stringify(fault));
}

function assertSound(text: string): void {
  const result = parseConfig(text, 'c.yaml', { A: 'one' }, schemas);
  if (result.ok) return;
  assert.ok(result.faults.length > 0);
  for (const fault of result.faults) assertInside(fault, text);
  const order = result.faults.map(({ line, column }) => line * 1e6 + column);
  assert.deepEqual(
    order,
    order.toSorted((a, b) => a - b),
  );
}

describe('parseConfig', () => {
  it('never throws on a text, and every fault lies inside it', () =>
    fc.assert(fc.property(anyText, assertSound), {
      numRuns: 500,
      examples: [['-\n\0\0\n\0\n  :']],
    }));

  it('never throws on a tree of values, and every fault lies inside it', () =>
    fc.assert(
      fc.property(anyFile, (file) => assertSound(stringify(file))),
      { numRuns: 500 },
    ));

  it('never shows what a variable or a secret holds', () => {
    const mark = 'hunter2';
    const places = [
      'id',
      'backend',
      'endpoint',
      'timeZone',
      'retries',
      'fast',
      'region',
      'projectId',
      'origins',
      'mode',
      'type',
      'account',
      'password',
      'secret',
    ];
    const source = fc.dictionary(
      fc.constantFrom(...places),
      fc.constantFrom(reference('V'), `<${reference('V')}>`, 'beta', 'alpha', 3),
    );
    const auth = fc.dictionary(
      fc.constantFrom('type', 'account', 'password', 'secret', 'id'),
      fc.constantFrom(reference('V'), 'account', 'access-key', 3),
    );
    fc.assert(
      fc.property(source, auth, (entry, credentials) => {
        const file = { sources: [{ ...entry, auth: { ...credentials, password: `lit-${mark}` } }] };
        const result = parseConfig(stringify(file), 'c.yaml', { V: mark }, schemas);
        if (!result.ok)
          assert.equal(JSON.stringify(result.faults).includes(mark), false, JSON.stringify(result.faults));
      }),
      { numRuns: 300 },
    );
  });
});
