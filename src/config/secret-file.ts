import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

/** What `${file:…}` stands for, or what is wrong with it; never holds what is in the file. */
export type FileText =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly message: string };

const MOST_CHARACTERS = 1024 * 1024;

/** Files that a configuration names: where they are looked for, and which of them were. */
export interface NamedFiles {
  read(path: string): FileText;
  /** Absolute paths, in the order in which they were first named, whether they could be read or not. */
  readonly paths: ReadonlySet<string>;
}

/** Relative paths begin at the configuration file's directory. */
export function namedFiles(configFile: string): NamedFiles {
  const paths = new Set<string>();
  return {
    paths,
    read: (path) => {
      const absolute = resolve(dirname(configFile), path);
      paths.add(absolute);
      return readText(absolute, path);
    },
  };
}

/** A single line break at the end belongs to the file, not to the secret. */
function readText(absolute: string, path: string): FileText {
  try {
    const text = readFileSync(absolute, 'utf8').replace(/\r?\n$/, '');
    if (text.length > MOST_CHARACTERS) return { ok: false, message: `file ${path} is larger than 1 MiB` };
    return { ok: true, text };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    const why = code === 'ENOENT' ? 'there is no such file' : `it cannot be read (${code})`;
    return { ok: false, message: `file ${path}: ${why}; check the path and who may read it` };
  }
}
