import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { StartFault } from './start-fault.ts';

const SAMPLE = join(import.meta.dirname, '../../deploy/first-jobweave.yaml');

/**
 * Writes a configuration to begin with, which only its owner can read. A file that is there stays, unless `force`. Throws
 * `StartFault`.
 */
export async function writeFirstConfig(file: string, force: boolean): Promise<void> {
  const key = randomBytes(32).toString('base64');
  const text = readFileSync(SAMPLE, 'utf8').replace('MADE-BY-INIT-FOR-YOU', key);
  try {
    await writeFile(file, text, { flag: force ? 'w' : 'wx', mode: 0o600 });
  } catch (error) {
    throw new StartFault(reasonOf(error, file));
  }
}

function reasonOf(error: unknown, file: string): string {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  if (code === 'EEXIST') return `${file} is there already; name another file, or write over it with --force.`;
  if (code === 'ENOENT') return `The folder of ${file} is not there; make it first.`;
  if (code === 'EACCES' || code === 'EROFS') return `${file} may not be written; name another with --config.`;
  return `${file} cannot be written (${String(code)}).`;
}
