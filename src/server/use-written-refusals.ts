import { type Refusal, refusalResponse } from './http/refusal.ts';
import type { ServerPlugin } from './server-plugin.ts';

/** What the library refuses without a word. */
const WORDS: ReadonlyMap<number, Refusal> = new Map([
  [
    415,
    {
      status: 415,
      code: 'BAD_USER_INPUT',
      message:
        'The body of the request is of a type that is not read here: send JSON (`content-type: application/json`).',
    },
  ],
]);

/** Says why a request is refused, where the library does not. */
export const useWrittenRefusals = (): ServerPlugin => ({
  onResponse({ response, setResponse, fetchAPI }) {
    const refusal = WORDS.get(response.status);
    if (refusal !== undefined) setResponse(refusalResponse(refusal, fetchAPI));
  },
});
