import { execFile } from 'node:child_process';
import { rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type { Contender } from './contender.ts';
import { configure } from './jobweave.ts';

const BUILD = join(import.meta.dirname, '../../deploy/image/build-app.sh');

/** What the image holds, made once for all that is measured. */
async function build(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'jobweave-installed-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  await promisify(execFile)('sh', [BUILD, folder]);
  return folder;
}

let built: Promise<string> | null = null;

/** The product as it is installed: compiled, and started as its own program, so that its first line chooses the flags of Node. */
export const jobweaveInstalled: Contender = {
  name: 'jobweave-installed',
  title: 'Jobweave, as installed',
  isSpecial: true,
  prepare: async (around) => {
    built ??= build();
    const program = join(await built, 'bin/jobweave.js');
    const path = `${dirname(process.execPath)}${delimiter}${process.env['PATH']}`;
    return {
      command: [program, 'serve', '--config', await configure(around)],
      environment: { PATH: path },
    };
  },
};
