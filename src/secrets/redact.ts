import { hideCredentials } from './hide-credentials.ts';

const HIDDEN = '[hidden]';

/** A text may come from a vendor, and so be of any length. */
const LONGEST_READ = 10_000;

/** Where the vendors' machines are. Repetitions are bounded, so that no text makes one of these slow. */
const ADDRESSES: readonly (readonly [pattern: RegExp, replacement: string])[] = [
  [/\b(https?|wss?|redis|rediss):\/\/[^\s"'<>)]+/gi, `$1://${HIDDEN}`],
  [/\b\d{1,3}(?:\.\d{1,3}){3}(?::\d{1,5})?\b/g, HIDDEN],
  [/\b(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|EHOSTUNREACH|ETIMEDOUT)\s+\S+/g, `$1 ${HIDDEN}`],
];

/**
 * What may stand in a log: the text, as far as it is read, without addresses and what opens them; paths of source files and
 * line numbers stay.
 */
export const redact = (text: string): string =>
  ADDRESSES.reduce(
    (rest, [pattern, replacement]) => rest.replace(pattern, replacement),
    hideCredentials(text.slice(0, LONGEST_READ), HIDDEN),
  );
