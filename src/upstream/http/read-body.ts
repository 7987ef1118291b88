import type { Dispatcher } from 'undici';
import { badResponse } from '../fault/bad-response.ts';

export interface BodyLimit {
  readonly sourceId: string;
  readonly maxBodyBytes: number;
}

/** The body as sent, still compressed; gives it up with `UPSTREAM_BAD_RESPONSE` as soon as it is over the limit. */
export async function readBody(
  body: Dispatcher.ResponseData['body'],
  limit: BodyLimit,
  status: number,
): Promise<Buffer> {
  // Leaving the loop early destroys the stream, which may then report that to listeners of its own accord.
  body.on('error', () => {});
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const part of body) {
    const chunk: Uint8Array = part;
    bytes += chunk.byteLength;
    if (bytes > limit.maxBodyBytes) throw tooLarge(limit, status);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

export const tooLarge = (limit: BodyLimit, status: number): Error =>
  badResponse(limit.sourceId, status, `with a body of more than ${limit.maxBodyBytes} bytes`);
