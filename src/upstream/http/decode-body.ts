import { badResponse } from '../fault/bad-response.ts';
import type { Answer } from './answer.ts';
import { decompress } from './decompress.ts';
import { exceedsDepth } from './exceeds-depth.ts';
import { type BodyLimit, tooLarge } from './read-body.ts';

/** Nested deeper than any vendor's rows (about 8 levels) by far, shallow enough for whatever walks it. */
const DEEPEST = 64;

export interface ReplyHead {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
}

type Parsed = { readonly body: unknown; readonly isJson: boolean };

/**
 * Decompressed, decoded and parsed. Of a 2xx that cannot be read throws `UPSTREAM_BAD_RESPONSE`; of any other status the
 * unreadable body counts as none, for there the status tells enough.
 */
export async function decodeBody(bytes: Buffer, head: ReplyHead, limit: BodyLimit): Promise<Answer> {
  try {
    const plain = await inflate(bytes, head, limit);
    return { reply: { ...head, ...parse(plain, head, limit) }, bytes: plain.length };
  } catch (error) {
    if (head.status < 300) throw error;
    return { reply: { ...head, body: '', isJson: false }, bytes: 0 };
  }
}

async function inflate(bytes: Buffer, head: ReplyHead, limit: BodyLimit): Promise<Buffer> {
  try {
    return await decompress(bytes, head.headers['content-encoding'] ?? '', limit.maxBodyBytes);
  } catch (cause) {
    if (cause instanceof RangeError && 'code' in cause && cause.code === 'ERR_BUFFER_TOO_LARGE')
      throw tooLarge(limit, head.status);
    throw badResponse(limit.sourceId, head.status, 'with a body that cannot be decompressed', cause);
  }
}

function parse(plain: Buffer, head: ReplyHead, limit: BodyLimit): Parsed {
  const text = new TextDecoder().decode(plain);
  if (!looksLikeJson(text, head.headers['content-type'] ?? '')) return { body: text, isJson: false };
  if (exceedsDepth(text, DEEPEST))
    throw badResponse(limit.sourceId, head.status, `with JSON nested deeper than ${DEEPEST} levels`);
  try {
    const body: unknown = JSON.parse(text);
    return { body, isJson: true };
  } catch {
    return { body: text, isJson: false };
  }
}

/** Some vendors send JSON as `text/plain`; none sends a bare word as JSON without saying so. */
const looksLikeJson = (text: string, contentType: string): boolean =>
  /\bjson\b/i.test(contentType.slice(0, 200)) || /^\s{0,64}[[{]/.test(text.slice(0, 65));
