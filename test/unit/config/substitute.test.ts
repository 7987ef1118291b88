import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { namedFiles } from '../../../src/config/secret-file.ts';
import { substitute as substituteFrom } from '../../../src/config/substitute.ts';
import { accept, alphaFile, authOf, betaFile, reference, refuse } from './helpers.ts';

const substitute = (text: string, env: Readonly<Record<string, string>>) =>
  substituteFrom(text, { env, files: namedFiles('/nowhere/config.yaml') });

describe('substitute', () => {
  const env = { A: 'one', EMPTY: '', NESTED: reference('A') };
  for (const [text, expected] of [
    ['plain', 'plain'],
    [reference('A'), 'one'],
    [`<${reference('A')}-${reference('NONE', 'two words')}>`, '<one-two words>'],
    [reference('EMPTY'), ''],
    [reference('EMPTY', 'x'), 'x'],
    [reference('NONE', ''), ''],
    [reference('NESTED'), reference('A')],
    [`$${reference('A')}`, reference('A')],
    ['$A $$ $', '$A $$ $'],
  ] as const) {
    it(`${text} gives ${expected}`, () => {
      assert.deepEqual([substitute(text, env).text, substitute(text, env).faults], [expected, []]);
    });
  }

  it('refuses what is not set, whatever objects inherit', () => {
    assert.deepEqual(substitute(reference('constructor'), {}).faults, [
      `environment variable constructor is not set; set it or write ${reference('constructor', 'default')}`,
    ]);
  });

  for (const rest of ['', '}', '1A}', 'A', 'A-x}', 'A:?x}', ' A }', 'A:-$' + '{A}}', 'A:-']) {
    const text = `x\${${rest}`;
    it(`refuses ${text}`, () =>
      assert.match(substitute(text, env).faults.join(), /^malformed `\$\{`; write/));
  }

  it('gives back any text whose `${` is escaped, and any value as it is', () => {
    const text = fc.array(fc.oneof(fc.constantFrom('$', '{', '}', ':-'), fc.string()), { maxLength: 8 });
    fc.assert(
      fc.property(text, (parts) => {
        const literal = parts.join('');
        const escaped = literal.replaceAll('${', '$$$${');
        assert.equal(substitute(escaped, {}).text, literal);
        assert.equal(substitute(reference('V'), { V: literal }).text, literal);
      }),
    );
  });
});

describe('a variable in a file', () => {
  it('becomes a number or a boolean where one is wanted, and stays text elsewhere', () => {
    const yaml = `server: { port: "${reference('PORT', '4001')}" }\n${alphaFile(`    retries: ${reference('N')}\n    fast: '${reference('F')}'\n`, `{ type: account, account: "${reference('N')}", password: "${reference('F')}" }`)}`;
    const { server, sources } = accept(yaml, { N: '3', F: 'true' });
    assert.equal(server.port, 4001);
    assert.deepEqual(sources[0]?.settings, {
      endpoint: 'http://10.0.0.5:8080',
      timeZone: 'UTC',
      auth: { type: 'account', account: '3', password: 'true' },
      retries: 3,
      deadlineMs: 5000,
      fast: true,
    });
  });

  it('becomes one only where it is the whole value', () => {
    assert.deepEqual(refuse(alphaFile(`    deadlineMs: x${reference('N')}\n`), { N: '3' }), [
      '6:17 `deadlineMs` must be a number, not text (its value comes from the environment)',
    ]);
  });

  it('is checked like any other value, and never shown', () => {
    const yaml = alphaFile(
      `    retries: ${reference('A')}\n    fast: ${reference('B')}\n    deadlineMs: ${reference('C')}\n`,
    );
    assert.deepEqual(refuse(yaml, { A: '9', B: 'hunter2', C: '1.5' }), [
      '6:14 `retries` must be at most 5 (its value comes from the environment)',
      '7:11 `fast` must be true or false, not text (its value comes from the environment)',
      '8:17 `deadlineMs` must be a whole number (its value comes from the environment)',
    ]);
  });

  it('that is not set is one fault and causes no other', () => {
    const unset = `"${reference('A')}"`;
    const faults = refuse(
      `sources:\n- { id: ${unset}, backend: beta, region: ${unset} }\n- { id: ${unset}, backend: ${unset}, x: 1 }`,
    );
    const places = faults
      .filter((fault) => fault.includes('variable A is not set'))
      .map((fault) => fault.split(' ')[0]);
    assert.deepEqual(places, ['2:9', '2:40', '3:9', '3:26']);
    assert.deepEqual(
      faults.filter((fault) => !fault.includes('variable A')).map((fault) => fault.split(';')[0]),
      ['3:34 unknown key `x`'],
    );
  });

  it('is not named in a duplicate id or an unknown backend', () => {
    const held = `"${reference('A')}"`;
    const yaml = `sources: [{ id: ${held}, backend: ${held} }, { id: ${held}, backend: beta, region: r }]`;
    const faults = refuse(yaml, { A: 'hunter2' });
    assert.match(faults.join('\n'), /duplicate id; line 1 has it already/);
    assert.match(
      faults.join('\n'),
      /`backend` must be one of alpha, beta \(its value comes from the environment\)/,
    );
    assert.equal(faults.join().includes('hunter2'), false);
  });

  it('cannot alter the structure, whatever it holds', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary', minLength: 1 }),
          fc.constantFrom('a: b', '"\n- x', "'", '*a', '#', reference('B'), '}, x: {'),
        ),
        (value) => {
          const auth = `{ type: account, account: "${reference('V')}", password: "<${reference('V')}>" }`;
          const { sources } = accept(alphaFile('', auth), { V: value });
          assert.deepEqual(authOf(sources[0]), {
            type: 'account',
            account: value,
            password: `<${value}>`,
          });
        },
      ),
    );
  });

  it('is not looked for in keys', () => {
    assert.match(
      refuse(betaFile(`    "${reference('A')}": x\n`), { A: 'mode' }).join(),
      /^5:5 unknown key `\$\{A\}`;/,
    );
  });
});
