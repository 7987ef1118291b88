import { stat } from 'node:fs/promises';

const OTHERS_READ = 0o004;

/** Says so on stderr where every user of the machine can read a file that may hold secrets. */
export async function warnIfReadable(file: string): Promise<void> {
  // Windows has no such modes.
  if (process.platform === 'win32') return;
  const { mode } = await stat(file);
  if ((mode & OTHERS_READ) === 0) return;
  const octal = (mode & 0o777).toString(8);
  process.stderr.write(
    `Warning: every user of this machine can read ${file} (mode ${octal}), which may hold secrets: chmod 640 it, or keep them in the environment.\n`,
  );
}
