import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { ARROWS, INNER_ARROWS } from '../support/arrows.ts';

const ROOT = join(import.meta.dirname, '../..');
const textOf = (file: string): string => readFileSync(join(ROOT, file), 'utf8');
const PAGE = textOf('docs/architecture.md');

/** The cells of the table with this head, row by row. */
function tableUnder(head: string): string[][] {
  const [, rest] = PAGE.split(`| ${head} |\n`);
  const rows = rest?.split('\n\n')[0]?.split('\n').slice(1) ?? assert.fail(`no table under | ${head} |`);
  return rows.map((row) => row.slice(1, -1).split(/(?<!\\)\|/));
}

const codeIn = (text = ''): string[] => [...text.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code);

test('the page says which room imports from which, as the rules do', () => {
  const told = tableUnder('room | holds | imports from').map(([room, , from]) => [
    codeIn(room)[0],
    codeIn(from),
  ]);
  assert.deepEqual(Object.fromEntries(told), ARROWS);
});

test('the page names the parts of the big rooms in an order in which none imports from its right', () => {
  const rows = tableUnder('room | parts; each imports only from parts to its left');
  assert.deepEqual(
    rows.map(([room]) => codeIn(room)[0]),
    Object.keys(INNER_ARROWS),
  );
  for (const [room, parts] of rows) {
    const inner = INNER_ARROWS[codeIn(room)[0] ?? ''] ?? {};
    const order = codeIn(parts);
    assert.deepEqual(order.toSorted(), Object.keys(inner).sort());
    for (const [i, part] of order.entries())
      for (const other of inner[part] ?? []) assert(order.indexOf(other) < i, `${part} imports ${other}`);
  }
});

test('every word that the page explains is in the code', () => {
  const code = globSync('src/**/*.ts', { cwd: ROOT }).map(textOf).join('\n');
  const identifiers = new Set(code.match(/[A-Za-z_$][\w$]*/g));
  const words = tableUnder('word | means | in the code').flatMap(([, , where]) => codeIn(where));
  assert(words.length > 20);
  assert.deepEqual(
    words.filter((word) => !identifiers.has(word)),
    [],
  );
});
