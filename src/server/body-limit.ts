import type { Refusal } from '../access/caller.ts';
import { refusalError } from './answer.ts';

export const tooLarge = (limit: number): Refusal => ({
  status: 413,
  code: 'BAD_USER_INPUT',
  message: `The body of the request is too large; it may have ${limit} bytes.`,
});

/** A body that does not tell its size, up to the limit; beyond it, what is read ends with an error. */
export async function* upTo(limit: number, body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.byteLength;
    if (bytes > limit) throw refusalError(tooLarge(limit));
    yield chunk;
  }
}
