import type { Reply } from '../../datasource/contract/transport.ts';
import { parseJson } from '../../model/exact-json.ts';
import type { SourceError } from '../../model/source-error.ts';
import { cleanValues, type ValueCleaner } from '../../secrets/clean-values.ts';
import { badResponse } from '../fault/bad-response.ts';
import { decodeText } from './decode-text.ts';
import { type Decompressed, decompress } from './decompress.ts';
import { exceedsDepth } from './exceeds-depth.ts';
import { type BodyLimit, tooLarge } from './read-body.ts';

/** Nested deeper than any vendor's rows (about 8 levels) by far, shallow enough for whatever walks it. */
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

const NOTHING_TO_CLEAN = cleanValues([]);

type Parsed = Pick<Reply, 'body' | 'isJson' | 'doubt'>;

/**
 * Decompressed, decoded, parsed, and cleaned: the text is searched once, so that an answer without secrets costs no more. Of
 * a 2xx that cannot be read throws `UPSTREAM_BAD_RESPONSE`; of any other status the unreadable body counts as none, for there
 * the status tells enough.
 */
export async function decodeBody(
  bytes: Buffer,
  head: ReplyHead,
  limit: BodyLimit,
  cleaner: ValueCleaner = NOTHING_TO_CLEAN,
): Promise<Received> {
  try {
    const { bytes: plain, ignored } = await inflate(bytes, head, limit);
    const parsed = parse(plain, head, limit, cleaner);
    // Such a word is taken to say nothing, unless the body proves that it does.
    if (ignored.length > 0 && plain.length > 0 && !parsed.isJson) throw unknownCoding(limit, head);
    return { reply: { ...head, ...parsed }, bytes: plain.length };
  } catch (error) {
    if (head.status < 300) throw error;
    return { reply: { ...head, body: '', isJson: false }, bytes: 0 };
  }
}

const unknownCoding = ({ sourceId }: BodyLimit, { status }: ReplyHead): SourceError =>
  badResponse(sourceId, status, 'with a body in a content coding that is not known here');

async function inflate(bytes: Buffer, head: ReplyHead, limit: BodyLimit): Promise<Decompressed> {
  try {
    return await decompress(bytes, head.headers['content-encoding'] ?? '', limit.maxBodyBytes);
  } catch (cause) {
    if (cause instanceof RangeError && 'code' in cause && cause.code === 'ERR_BUFFER_TOO_LARGE')
      throw tooLarge(limit, head.status);
    throw badResponse(limit.sourceId, head.status, 'with a body that cannot be decompressed', cause);
  }
}

function parse(plain: Buffer, head: ReplyHead, limit: BodyLimit, cleaner: ValueCleaner): Parsed {
  const contentType = head.headers['content-type'] ?? '';
  const { text, ...doubt } = decodeText(plain, contentType);
  if (!looksLikeJson(text, contentType)) return { body: cleaner.text(text), isJson: false, ...doubt };
  if (exceedsDepth(text, DEEPEST))
    throw badResponse(limit.sourceId, head.status, `with JSON nested deeper than ${DEEPEST} levels`);
  try {
    const body = parseJson(text);
    return { body: cleaner.mayHold(text) ? cleaner.value(body) : body, isJson: true, ...doubt };
  } catch {
    return { body: cleaner.text(text), isJson: false, ...doubt };
  }
}

/** Some vendors send JSON as `text/plain`; none sends a bare word as JSON without saying so. */
const looksLikeJson = (text: string, contentType: string): boolean =>
  /\bjson\b/i.test(contentType.slice(0, 200)) || /^\s{0,64}[[{]/.test(text.slice(0, 65));
