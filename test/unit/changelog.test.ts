import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import packageJson from '../../package.json' with { type: 'json' };

const TEXT = readFileSync(join(import.meta.dirname, '../../CHANGELOG.md'), 'utf8');

/** Those of Keep a Changelog, and one for those who write queries. */
const SECTIONS = ['Added', 'Changed', 'Deprecated', 'Removed', 'Fixed', 'Security', 'Schema'];

const headingsOf = (level: string): string[] =>
  [...TEXT.matchAll(new RegExp(`^${level} (.+)$`, 'gm'))].map(([, heading = '']) => heading);

test('what is not released yet stands first; every release has its version and its date', () => {
  const [, unreleased, ...releases] = headingsOf('##');
  assert.equal(unreleased, '[Unreleased]');
  for (const release of releases) assert.match(release, /^\[\d+\.\d+\.\d+\] - \d{4}-\d{2}-\d{2}$/);
});

test('changes stand under one of the known sections', () => {
  const sections = headingsOf('###');
  assert(sections.length > 0);
  assert.deepEqual(
    sections.filter((section) => !SECTIONS.includes(section)),
    [],
  );
});

test('the version of the package is released, or the first to be', () => {
  const isFirst = headingsOf('##').length === 2;
  assert(isFirst || TEXT.includes(`## [${packageJson.version}] - `), packageJson.version);
});
