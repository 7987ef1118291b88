const HIDDEN = '[hidden]';

/** What must never be read in a log: where the vendors' machines are, and what opens them. */
const SECRETS: readonly (readonly [pattern: RegExp, replacement: string])[] = [
  [/\b(https?|wss?|redis|rediss):\/\/[^\s"'<>)]+/gi, `$1://${HIDDEN}`],
  [/\b(Bearer|Basic|OAuth|ZStack|SDK-HMAC-SHA256)\s+[^\s"',]+(,\s*\w+=[^\s"',]+)*/g, `$1 ${HIDDEN}`],
  [
    /\b((?:x-)?[\w-]*(?:authorization|password|passwd|secret|token|credential|access-?key)[\w-]*"?\s*[:=]\s*"?)(?!\[hidden\])[^\s"',;}]+/gi,
    `$1${HIDDEN}`,
  ],
  [/\b\d{1,3}(?:\.\d{1,3}){3}(?::\d{1,5})?\b/g, HIDDEN],
  [/\b(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|EHOSTUNREACH|ETIMEDOUT)\s+\S+/g, `$1 ${HIDDEN}`],
];

/** The text without addresses and secrets; paths of source files and line numbers stay. */
export const redact = (text: string): string =>
  SECRETS.reduce((rest, [pattern, replacement]) => rest.replace(pattern, replacement), text);
