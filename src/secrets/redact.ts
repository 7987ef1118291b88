const HIDDEN = '[hidden]';

/** A text may come from a vendor, and so be of any length. */
const LONGEST_READ = 10_000;

/**
 * What must never be read in a log: where the vendors' machines are, and what opens them. Repetitions are bounded, so that
 * no text makes one of these slow.
 */
const SECRETS: readonly (readonly [pattern: RegExp, replacement: string])[] = [
  [/\b(https?|wss?|redis|rediss):\/\/[^\s"'<>)]+/gi, `$1://${HIDDEN}`],
  [
    /\b(Bearer|Basic|OAuth|ZStack|SDK-HMAC-SHA256)\s{1,9}[^\s"',]+(,\s{0,9}\w{1,40}=[^\s"',]+){0,20}/g,
    `$1 ${HIDDEN}`,
  ],
  [
    /([\w-]{0,40}(?:authorization|password|passwd|secret|token|credential|access-?key)[\w-]{0,40}"?\s{0,9}[:=]\s{0,9}"?)(?!\[hidden\])[^\s"',;}]+/gi,
    `$1${HIDDEN}`,
  ],
  [/\b\d{1,3}(?:\.\d{1,3}){3}(?::\d{1,5})?\b/g, HIDDEN],
  [/\b(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|EHOSTUNREACH|ETIMEDOUT)\s+\S+/g, `$1 ${HIDDEN}`],
];

/** The text, as far as it is read, without addresses and secrets; paths of source files and line numbers stay. */
export const redact = (text: string): string =>
  SECRETS.reduce(
    (rest, [pattern, replacement]) => rest.replace(pattern, replacement),
    text.slice(0, LONGEST_READ),
  );
