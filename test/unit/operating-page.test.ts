import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

const ROOT = join(import.meta.dirname, '../..');
const textOf = (file: string): string => readFileSync(join(ROOT, file), 'utf8');
const PAGE = textOf('docs/operating.md');

test('the page has every event of the log, and no other', () => {
  const source = globSync('src/**/*.ts', { cwd: ROOT }).map(textOf).join('\n');
  const written = new Set(
    [...source.matchAll(/\bevent: ([^,}\n]+)/g)].flatMap(([, value = '']) =>
      [...value.matchAll(/'([a-z-]+)'/g)].map(([, event]) => event),
    ),
  );
  assert(written.size > 10);
  const [, rows = ''] = PAGE.split('| event | level | when |\n');
  const cells = (rows.split('\n\n')[0] ?? '')
    .split('\n')
    .slice(1)
    .map((row) => row.split('|')[1] ?? '');
  const told = cells.flatMap((cell) => [...cell.matchAll(/`([^`]+)`/g)].map(([, event]) => event));
  assert.deepEqual(told.toSorted(), [...written].toSorted());
});
