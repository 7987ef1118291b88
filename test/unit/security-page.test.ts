import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

const DOCS = join(import.meta.dirname, '../../docs');
const PAGE = readFileSync(join(DOCS, 'security.md'), 'utf8');

/** `| promise | how | tested by |`, row by row. */
const PROMISES = PAGE.split('| promise | how | tested by |\n')
  .slice(1)
  .flatMap((rest) => (rest.split('\n\n')[0] ?? '').split('\n').slice(1))
  .map((row) => row.split('|').map((cell) => cell.trim()));

test('there is a promise against everybody who is thought of', () => {
  const [, who = ''] = PAGE.split('| who | has | wants |\n');
  const people = (who.split('\n\n')[0] ?? '')
    .split('\n')
    .slice(1)
    .map((row) => row.split('|')[1]?.trim() ?? '');
  const headings = [...PAGE.matchAll(/^### (.+)$/gm)].map(([, heading = '']) => heading).join('; ');
  assert(people.length >= 7);
  for (const name of people) {
    const word = name.replace(/^(a|the) /, '').split(/\W/)[0] ?? name;
    assert(headings.toLowerCase().includes(word), `${name} has no promise`);
  }
});

test('the page has its promises', () => assert(PROMISES.length >= 25, `${PROMISES.length}`));

for (const [, promise = '', how = '', testedBy = ''] of PROMISES)
  test(`somebody tests: ${promise}`, () => {
    assert.notEqual(how, '');
    const files = [...testedBy.matchAll(/\]\(([^)#]+)[^)]*\)/g)].map(([, file = '']) => file);
    assert(files.length > 0, 'no test is named');
    for (const file of files) {
      assert.match(file, /\.test\.ts$/);
      assert(existsSync(join(DOCS, file)), `${file} is not there`);
      assert.match(
        readFileSync(join(DOCS, file), 'utf8'),
        /^\s*(?:await )?(?:t\.)?(?:test|it)\(/m,
        `${file} tests nothing`,
      );
    }
  });
