import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate, inflateRaw } from 'node:zlib';

type Decoder = (bytes: Buffer, options: { maxOutputLength: number }) => Promise<Buffer>;

const zlib: Decoder = promisify(inflate);
const raw: Decoder = promisify(inflateRaw);

// RFC 9110 §8.4.1.2 means zlib by `deflate`, yet some servers send the bare stream; a zlib header's low nibble is always 8.
const inflateEither: Decoder = (bytes, options) => ((bytes[0] ?? 0) % 16 === 8 ? zlib : raw)(bytes, options);

const DECODERS: ReadonlyMap<string, Decoder> = new Map<string, Decoder>([
  ['gzip', promisify(gunzip)],
  ['x-gzip', promisify(gunzip)],
  ['deflate', inflateEither],
  ['br', promisify(brotliDecompress)],
]);

/** Codings applied on top of each other; more than this is an attack, not a need. */
const MOST_CODINGS = 3;

export interface Decompressed {
  readonly bytes: Buffer;
  /** Words that are no coding that we know; often they are a charset, or say that nothing was done. */
  readonly ignored: readonly string[];
}

/**
 * Undoes `Content-Encoding`. No step makes more than `maxBytes`: a bomb ends with `ERR_BUFFER_TOO_LARGE`.
 * Throws what zlib throws for data that it cannot read.
 */
export async function decompress(
  bytes: Buffer,
  contentEncoding: string,
  maxBytes: number,
): Promise<Decompressed> {
  const codings = contentEncoding
    .toLowerCase()
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '' && name !== 'identity');
  const ignored = codings.filter((name) => !DECODERS.has(name));
  if (bytes.length === 0) return { bytes, ignored };
  if (codings.length > MOST_CODINGS) throw new RangeError('too many content codings');
  let decoded = bytes;
  for (const coding of codings.toReversed())
    decoded = (await DECODERS.get(coding)?.(decoded, { maxOutputLength: maxBytes })) ?? decoded;
  return { bytes: decoded, ignored };
}
