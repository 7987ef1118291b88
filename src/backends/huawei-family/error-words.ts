import { readNumber, readText } from '../../datasource/wire/fields.ts';

/** What an error says of itself. */
export interface ErrorWords {
  /** `null`: it names no code. */
  readonly nativeCode: string | null;
  readonly message: string | null;
  /** The HTTP status that the error names, whatever the answer's own is; `null`: none. */
  readonly status: number | null;
  /** After how long to ask again; `null`: it does not say. */
  readonly retryAfterMs: number | null;
}

type JsonObject = Readonly<Record<string, unknown>>;

/** All the spellings that these services use (docs/vendors/huawei-common.md#spellings-of-an-error), the likeliest first. */
const SPELLINGS = [
  ['error_code', 'error_msg'],
  ['errCode', 'externalMessage'],
  ['errorCode', 'errorMsg'],
  ['error_code', 'error_message'],
  ['errorCode', 'errorMessage'],
  ['code', 'message'],
  ['code', 'msg'],
  ['error_code', 'error_description'],
] as const;

/** Names differ in capitals too. */
const ENVELOPE_KEYS: ReadonlySet<string> = new Set(
  [...SPELLINGS.flat(), 'error', 'errors', 'title', 'type', 'detail', 'details', 'retryAfter'].map((key) =>
    key.toLowerCase(),
  ),
);

const isOfEnvelope = (key: string): boolean => ENVELOPE_KEYS.has(key.toLowerCase());

/** What some servers write where nothing went wrong. */
const SUCCESS = /^(?:0+|2\d\d|ok|success(?:ful)?)$/i;

const REQUEST_NAME = /^(?:request|trace)_?id$/i;

/** `null`: the answer is no error. `isGood`: it came with a status that tells of none, so that it must be nothing else. */
export function readErrorWords(body: unknown, isGood: boolean): ErrorWords | null {
  if (typeof body === 'string') return isGood ? null : plainWords(body);
  if (!isObject(body) || (isGood && hasRows(body))) return null;
  const loose = isGood ? listedWords(body) : looseWords(body);
  const { code, message } = merged(flatWords(body), nestedWords(body), loose);
  if (code === null && message === null) return null;
  if (isGood && !isOnlyError(body, code, message)) return null;
  return { nativeCode: code, message, status: statusIn(body, code), retryAfterMs: retryAfterIn(body, code) };
}

/** Rows beside an error are an answer: what else stands there need not be looked at. */
function hasRows(body: JsonObject): boolean {
  for (const key of Object.keys(body)) {
    const value = body[key];
    if (Array.isArray(value) && value.length > 0 && !isOfEnvelope(key)) return true;
  }
  return false;
}

interface Words {
  readonly code: string | null;
  readonly message: string | null;
}

const NO_WORDS: Words = { code: null, message: null };

const merged = (...all: readonly Words[]): Words => ({
  code: all.find(({ code }) => code !== null)?.code ?? null,
  message: all.find(({ message }) => message !== null)?.message ?? null,
});

/** What stands before a service may answer in plain text; a page tells people nothing in one line. */
function plainWords(text: string): ErrorWords | null {
  const message = text.trim();
  return message === '' || message.startsWith('<')
    ? null
    : { nativeCode: null, message, status: null, retryAfterMs: null };
}

/** Problem details (RFC 9457) and a list of errors: only where it is sure that something went wrong. */
function looseWords(body: JsonObject): Words {
  return merged(listedWords(body), { code: null, message: firstText(body, ['detail', 'title']) });
}

/** The first of a list of errors. */
function listedWords(body: JsonObject): Words {
  const first = Array.isArray(body['errors']) ? body['errors'][0] : null;
  return isObject(first) ? merged(flatWords(first), looseWords(first)) : NO_WORDS;
}

const flatWords = (body: JsonObject): Words => ({
  code: firstText(
    body,
    SPELLINGS.map(([code]) => code),
  ),
  message: firstText(body, [...SPELLINGS.map(([, message]) => message), 'error']),
});

/** `{"error": {...}}`, or OpenStack's, whose key is the name of the fault: `{"itemNotFound": {"code": 404, "message"}}`. */
function nestedWords(body: JsonObject): Words {
  const nested = fieldOf(body, 'error');
  if (isObject(nested)) return flatWords(nested);
  for (const [name, inner] of Object.entries(body)) {
    const isFault = isObject(inner) && Object.keys(inner).every(isOfEnvelope);
    const { message } = isFault ? flatWords(inner) : NO_WORDS;
    if (message !== null) return { code: name, message };
  }
  return NO_WORDS;
}

/** The code, or the code beside the message, may be a status. */
function statusIn(body: JsonObject, code: string | null): number | null {
  const inner = code === null ? null : body[code];
  const told = isObject(inner) ? readText(inner['code']) : code;
  return /^[45]\d\d$/.test(told ?? '') ? Number(told) : null;
}

/** In seconds, beside the message (docs/vendors/huawei-vbs.md#errors). */
function retryAfterIn(body: JsonObject, code: string | null): number | null {
  const inner = code === null ? null : body[code];
  const seconds = isObject(inner) ? readNumber(inner['retryAfter']) : null;
  return seconds === null || seconds === undefined || seconds < 0 ? null : seconds * 1_000;
}

/** No rows beside a mere message are an answer, and so is a code among other things without one. */
function isOnlyError(body: JsonObject, code: string | null, message: string | null): boolean {
  if (SUCCESS.test(code ?? message ?? '')) return false;
  const hasList = Object.entries(body).some(([key, value]) => Array.isArray(value) && !isOfEnvelope(key));
  if (code === null && hasList) return false;
  return Object.entries(body).every(([key, value]) => {
    if (isNothing(value) || isOfEnvelope(key) || key === code || REQUEST_NAME.test(key)) return true;
    return message !== null && typeof value !== 'object';
  });
}

const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isNothing = (value: unknown): boolean =>
  value === null || value === '' || (typeof value === 'object' && Object.keys(value).length === 0);

/** Whatever capitals its key has. */
const fieldOf = (body: JsonObject, key: string): unknown =>
  body[key] ?? Object.entries(body).find(([name]) => name.toLowerCase() === key.toLowerCase())?.[1];

/** A flag under such a key is no word. */
function firstText(body: JsonObject, keys: readonly string[]): string | null {
  const texts = keys.map((key) => {
    const value = fieldOf(body, key);
    return typeof value === 'boolean' ? null : readText(value);
  });
  return texts.find((text) => typeof text === 'string') ?? null;
}
