import type { Reply } from '../../datasource/contract/transport.ts';
import { parseJson } from '../../model/exact-json.ts';
import type { SourceError } from '../../model/source-error.ts';
import { cleanValues, type ValueCleaner } from '../../secrets/clean-values.ts';
import { publicText } from '../../secrets/public-text.ts';
import { badResponse } from '../fault/bad-response.ts';
import { type Decompressed, decompress } from './decompress.ts';

export interface BodyLimit {
  readonly sourceId: string;
  readonly maxBodyBytes: number;
}

/** Far deeper than any vendor's rows (about 8 levels), and shallow enough for all code that walks it. */
const DEEPEST = 64;

export interface ReplyHead {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
}

/** A whole answer of whatever status, and the size of its body in bytes, decompressed. */
export interface Received {
  readonly reply: Reply;
  readonly bytes: number;
}

export const tooLarge = (limit: BodyLimit, status: number): SourceError =>
  badResponse(limit.sourceId, status, `with a body of more than ${limit.maxBodyBytes} bytes`);

const NOTHING_TO_CLEAN = cleanValues([]);

/**
 * Decompressed, decoded, parsed, and cleaned: the text is searched once, so that an answer without secrets costs no more. Of
 * a 2xx that cannot be read throws `UPSTREAM_BAD_RESPONSE`; of any other status the unreadable body counts as none, because
 * the status tells enough.
 */
export function decodeBody(
  bytes: Buffer,
  head: ReplyHead,
  limit: BodyLimit,
  cleaner: ValueCleaner = NOTHING_TO_CLEAN,
): Received | Promise<Received> {
  const codings = head.headers['content-encoding'];
  if (codings !== undefined) return decodeCompressed(bytes, codings, head, limit, cleaner);
  try {
    return receivedOf(bytes, head, limit, cleaner);
  } catch (error) {
    return withoutBody(head, error);
  }
}

async function decodeCompressed(
  bytes: Buffer,
  codings: string,
  head: ReplyHead,
  limit: BodyLimit,
  cleaner: ValueCleaner,
): Promise<Received> {
  try {
    const { bytes: plain, ignored } = await inflate(bytes, codings, head, limit);
    const received = receivedOf(plain, head, limit, cleaner);
    // An unknown coding is ignored, unless the body proves that it was used.
    if (ignored.length > 0 && plain.length > 0 && !received.reply.isJson) throw unknownCoding(limit, head);
    return received;
  } catch (error) {
    return withoutBody(head, error);
  }
}

/** The status alone, where it tells enough; else throws why the body cannot be read. */
function withoutBody(head: ReplyHead, error: unknown): Received {
  if (head.status < 300) throw error;
  return { reply: { ...head, body: '', isJson: false }, bytes: 0 };
}

const unknownCoding = ({ sourceId }: BodyLimit, { status }: ReplyHead): SourceError =>
  badResponse(sourceId, status, 'with a body in a content coding that is not known here');

async function inflate(
  bytes: Buffer,
  codings: string,
  head: ReplyHead,
  limit: BodyLimit,
): Promise<Decompressed> {
  try {
    return await decompress(bytes, codings, limit.maxBodyBytes);
  } catch (cause) {
    if (cause instanceof RangeError && 'code' in cause && cause.code === 'ERR_BUFFER_TOO_LARGE')
      throw tooLarge(limit, head.status);
    throw badResponse(limit.sourceId, head.status, 'with a body that cannot be decompressed', cause);
  }
}

function receivedOf(plain: Buffer, head: ReplyHead, limit: BodyLimit, cleaner: ValueCleaner): Received {
  const { status, headers } = head;
  const type = bodyTypeOf(headers['content-type'] ?? '');
  const { text, doubt } = decodeText(plain, type);
  const received = (body: unknown, isJson: boolean): Received => ({
    reply: doubt === null ? { status, headers, body, isJson } : { status, headers, body, isJson, doubt },
    bytes: plain.length,
  });
  // Some vendors send JSON as `text/plain`; none sends a bare word as JSON without saying so.
  if (!type.isJson && !/^\s{0,64}[[{]/.test(text.slice(0, 65))) return received(cleaner.text(text), false);
  if (exceedsDepth(text, DEEPEST))
    throw badResponse(limit.sourceId, status, `with JSON nested deeper than ${DEEPEST} levels`);
  const body = jsonIn(text);
  if (body === undefined) return received(cleaner.text(text), false);
  const asUtf8 = type.decoder === UTF_8 && doubt === null ? plain : null;
  return received(cleaner.mayHold(text, asUtf8) ? cleaner.value(body) : body, true);
}

/** `undefined`: it is none. */
function jsonIn(text: string): unknown {
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}

const UTF_8 = new TextDecoder();

/** What a `Content-Type` says. */
interface BodyType {
  readonly isJson: boolean;
  readonly charset: string;
  /** `null`: nobody knows the charset. */
  readonly decoder: TextDecoder | null;
}

/** Of a `Content-Type`; quotes around it are allowed. */
const CHARSET = /;\s*charset\s*=\s*["']?([\w.:+-]{1,40})/i;

function readBodyType(contentType: string): BodyType {
  const charset = CHARSET.exec(contentType)?.[1] ?? 'utf-8';
  return { isJson: /\bjson\b/i.test(contentType), charset, decoder: decoderOf(charset) };
}

/** A vendor sends two or three of them, over and over. */
const MOST_TYPES = 100;
const types = new Map<string, BodyType>();

function bodyTypeOf(contentType: string): BodyType {
  const known = types.get(contentType);
  if (known !== undefined) return known;
  const read = readBodyType(contentType.slice(0, 200));
  if (types.size >= MOST_TYPES) types.clear();
  types.set(contentType, read);
  return read;
}

interface DecodedText {
  readonly text: string;
  /** Why it may have been decoded wrongly; `null`: nothing is doubtful. */
  readonly doubt: string | null;
}

/** A body in the charset that its type names, UTF-8 where it names none. */
function decodeText(bytes: Uint8Array, { charset, decoder }: BodyType): DecodedText {
  if (decoder === null)
    return {
      text: UTF_8.decode(bytes),
      doubt: publicText(`charset ${charset}: not known, so read as UTF-8`),
    };
  const text = decoder.decode(bytes);
  const isGarbled = text.includes('\ufffd') && !holdsReplacement(bytes);
  return { text, doubt: isGarbled ? garbled(charset) : null };
}

const garbled = (charset: string): string => publicText(`not all bytes are of the charset ${charset}`);

/** Whether somebody before us has replaced what he could not read. */
const holdsReplacement = (bytes: Uint8Array): boolean => Buffer.from(bytes).includes('\ufffd');

/** Names of code pages and databases for what the standard of the web names otherwise. */
const OTHER_NAMES: ReadonlyMap<string, string> = new Map([
  ...['cp936', 'ms936', 'windows-936', 'euc-cn'].map((name) => [name, 'gbk'] as const),
  ...['cp950', 'ms950'].map((name) => [name, 'big5'] as const),
  ...['cp932', 'ms932'].map((name) => [name, 'shift_jis'] as const),
  ...['cp949', 'ms949'].map((name) => [name, 'euc-kr'] as const),
  ...['utf8mb4', 'utf8mb3', 'utf_8', 'cp65001'].map((name) => [name, 'utf-8'] as const),
]);

function decoderOf(charset: string): TextDecoder | null {
  if (/^utf-?8$/i.test(charset)) return UTF_8;
  try {
    return new TextDecoder(OTHER_NAMES.get(charset.toLowerCase()) ?? charset);
  } catch {
    return null;
  }
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** Whether arrays and objects in this JSON text are nested deeper than `most`; told before anything is built of it. */
export function exceedsDepth(json: string, most: number): boolean {
  // Of most answers the count alone tells, and that costs next to nothing.
  if (isRarer('{', json, most) && isRarer('[', json, most)) return false;
  let depth = 0;
  for (let at = 0; at < json.length; at += 1) {
    const char = json.charCodeAt(at);
    if (char === QUOTE) {
      // On to the quote that ends the string: one behind an odd number of backslashes is a character of it.
      let slashes = 0;
      do {
        at = json.indexOf('"', at + 1);
        for (slashes = 0; json.charCodeAt(at - 1 - slashes) === BACKSLASH; ) slashes += 1;
      } while (slashes % 2 === 1);
      if (at < 0) return false;
    } else if (char === 0x5b || char === 0x7b) {
      depth += 1;
      if (depth > most) return true;
    } else if (char === 0x5d || char === 0x7d) depth -= 1;
  }
  return false;
}

/** Whether a character stands in a text no more than half as often. */
function isRarer(char: string, text: string, most: number): boolean {
  let left = most / 2;
  for (let at = text.indexOf(char); at >= 0; at = text.indexOf(char, at + 1)) if (--left < 0) return false;
  return true;
}
