import { createReadStream } from 'node:fs';

export type ConfigText =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly message: string };

const MAX_BYTES = 1024 * 1024;

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file; check the path',
  ENOTDIR: 'there is no such file; check the path',
  EISDIR: 'this is a directory; name the file in it',
  EACCES: 'no permission to read the file; allow it, or start as a user who may',
  EPERM: 'no permission to read the file; allow it, or start as a user who may',
  ELOOP: 'a symbolic link leads back to itself; name the file itself',
  ENAMETOOLONG: 'the path is too long; check it',
};

/** The text of a file, pipes included, or one line that says why there is none. Never reads much more than 1 MiB. */
export async function readConfigText(file: string): Promise<ConfigText> {
  try {
    const bytes = await readBytes(file);
    if (bytes.length > MAX_BYTES) return refuse('the file is larger than 1 MiB; is it the right one?');
    return { ok: true, text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
  } catch (error) {
    return refuse(reasonOf(error));
  }
}

async function readBytes(file: string): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of createReadStream(file, { end: MAX_BYTES })) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}

function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
  if (code === 'ERR_ENCODING_INVALID_ENCODED_DATA') return 'the file is not UTF-8; save it as UTF-8';
  return REASONS[code] ?? `the file cannot be read (${code}); check the path and the disk`;
}

const refuse = (message: string): ConfigText => ({ ok: false, message });
