import assert from 'node:assert/strict';
import { test } from 'node:test';
import { jsonFault } from '../../../../src/upstream/fault/json-fault.ts';

test('a word of another language is told with its place', () => {
  for (const [text, what] of [
    ['{"items":[{"n":1},{"total":NaN}]}', 'NaN at items.1.total, character 28'],
    ['{"a":[1,\n 2, NaN]}', 'NaN at a.2, character 14'],
    ['{"a":Infinity}', 'Infinity at a, character 6'],
    ['{"a":-Infinity}', '-Infinity at a, character 6'],
    ['{"a":undefined}', 'undefined at a, character 6'],
    ['{"ok":True,"b":null}', 'True at ok, character 7'],
    ['[None]', 'None at 0, character 2'],
    ['{"a":{"b":{"c":nan}}}', 'nan at a.b.c, character 16'],
    ['NaN', 'NaN at the beginning, character 1'],
    ['{"a b\\"c":NaN}', 'NaN at ?, character 11'],
    ['{"a":"NaN, not a number","b":NaN}', 'NaN at b, character 30'],
  ] as const)
    assert.equal(jsonFault(text), `a body that is not JSON: ${what}`, text);
});

test('anything else is told by its place alone: it may be a secret', () => {
  for (const text of [
    "{'hush':1}",
    '{hush:1}',
    '{"a":hush}',
    '{"a":0x1F}',
    '{"a":nullhush}',
    '{"a":NaNhush}',
    '{"a":+1}',
  ]) {
    assert.match(
      jsonFault(text),
      /^a body that is not JSON: a character that does not belong there at .+, character \d+$/,
      text,
    );
    assert.doesNotMatch(jsonFault(text), /hush/);
  }
  assert.match(jsonFault('{"a":"hush\nhush"}'), /: a text with a line break .* at a, character 6$/);
  assert.equal(jsonFault('[1,]'), 'a body that is not JSON');
});

test('what was cut off is not complete', () => {
  for (const text of ['{', '{"a":', '{"a":1', '[1,2', '{"a":"b', '{"a":"b\\"', '[{"a":"x\ny'])
    assert.equal(jsonFault(text), 'a body that is not complete JSON', text);
});

test('a page is a page', () => {
  assert.equal(jsonFault(' <!doctype html><p>hush'), 'a web page instead of JSON');
});

test('a body of any length is read through', () => {
  const rows = `{"text":"${'x\\"'.repeat(2_000_000)}","rows":[${'1,'.repeat(100_000)}NaN]}`;
  assert.match(jsonFault(rows), /NaN at rows\.100000, character/);
});
