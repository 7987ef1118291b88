import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readSdl } from '../../src/server/read-sdl.ts';
import { unnamedBreaks } from './unnamed-breaks.ts';

const read = (file: string): string => readFileSync(join(import.meta.dirname, file), 'utf8');

/** What the changelog says of the schema since the last release. */
const [, unreleased = ''] = read('../../CHANGELOG.md')
  .split(/^## /m)
  .filter((part) => !part.startsWith('How'));
const [, told = ''] = unreleased.split('### Schema');

const breaks = await unnamedBreaks(read('released.graphql'), readSdl(), told.split(/^### /m)[0] ?? '');
for (const one of breaks) console.error(one);
if (breaks.length > 0) {
  console.error(
    'These break programs that were written against the last release: name them in CHANGELOG.md, under Schema.',
  );
  process.exitCode = 1;
}
