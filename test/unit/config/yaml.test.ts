import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { alphaFile, betaFile, refuse } from './helpers.ts';

const first = (yaml: string): string => refuse(yaml)[0] ?? '';

describe('a text that is not YAML', () => {
  it('explains tabs in plain words', () => {
    assert.deepEqual(refuse('sources:\n\t- id: a\n'), [
      '2:1 a tab is used for indentation; YAML wants spaces',
    ]);
  });

  it('names every mistake, one per line', () => {
    const faults = refuse(`a: "x\\q"\nb: @x\nsources: {}\n`);
    assert.deepEqual(
      faults.map((fault) => fault.slice(0, fault.indexOf(';'))),
      ['1:6 an unknown escape in double quotes', '2:4 a value cannot start with this character'],
    );
  });

  for (const [text, fault] of [
    ['a: 1\n---\nb: 2', /^2:1 a second document starts here; keep one/],
    ["a: 'x", /^1:6 a character is missing, or the indentation does not fit/],
    ['a: b: c', /^1:4 a second `key: value` on one line/],
    ['just words\nb: 2', /^1:1 a line without `:`/],
    [`a: { p: \${X} }`, /^1:10 something is out of place; .*; a value that holds `\$\{` needs quotes here$/],
    ['['.repeat(9000), /^1:\d+ the values are nested too deep/],
  ] as const) {
    it(JSON.stringify(text.slice(0, 20)), () => assert.match(first(text), fault));
  }

  it('never quotes the text', () => {
    const secrets = [
      '"hunter2',
      '"a\\hunter2"',
      '@hunter2',
      '%hunter2',
      '&hunter2 *hunter2',
      '!hunter2 x',
      '*hunter2',
    ];
    for (const secret of secrets) {
      const faults = refuse(alphaFile('', `{ type: account, account: a, password: ${secret} }`));
      assert.equal(faults.join().includes('hunter2'), false, faults.join());
    }
  });
});

describe('YAML that has no place in a configuration', () => {
  it('is told together with everything else', () => {
    assert.deepEqual(refuse(betaFile('    mode: x\n    region: r\n    ? [a]\n    : b\n')), [
      '5:11 `mode` must be one of fast, slow',
      '6:5 duplicate key `region`; keep one',
      '7:7 a key is not text; write `key: value`',
    ]);
  });

  it('a comma in a bare password does not put its rest into a fault', () => {
    const faults = refuse(alphaFile('', '{ type: account, account: a, password: hun,ter2 }'));
    assert.deepEqual(faults, [
      '5:54 a key without `: value`; add it, or put a value that holds a comma in quotes',
    ]);
  });

  for (const [text, fault] of [
    ['sources: !!binary aGk=', /^1:19 tags have no meaning here/],
    ['sources: !own 3', /^1:15 tags have no meaning here/],
    ['sources: [*a]', /^1:11 an alias \(`\*name`\) has no anchor/],
    ['sources: &a [*a]', /^1:14 an alias \(`\*name`\) has no anchor/],
    ['%YAML 1.1\n---\nsources: 2001-01-01', /^3:10 a kind of value that has no place here/],
  ] as const) {
    it(JSON.stringify(text), () => assert.match(first(text), fault));
  }

  it('aliases cannot multiply without end', () => {
    const lines = Array.from({ length: 6 }, (_, level) => {
      const below = level === 0 ? 'x' : `*l${level - 1}`;
      return `l${level}: &l${level} [${Array.from({ length: 9 }, () => below).join(', ')}]`;
    });
    assert.match(
      refuse(lines.join('\n')).join('\n'),
      /^6:9 holds more than 100000 values; a configuration needs far fewer$/m,
    );
  });

  it('a key is shown on one line, and not longer than it helps', () => {
    const faults = refuse(betaFile(`    "a\\nb": 1\n    ${'k'.repeat(90)}: 1\n`));
    assert.match(faults[0] ?? '', /^5:5 unknown key `a\\nb`;/);
    assert.match(faults[1] ?? '', /^6:5 unknown key `k{60}…`;/);
  });

  it('`__proto__` is a key like any other', () => {
    assert.match(refuse(betaFile('    __proto__: { mode: fast }\n')).join(), /^5:5 unknown key `__proto__`;/);
  });
});
