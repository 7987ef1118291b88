import { isExactNumber, parseJson } from '../model/exact-json.ts';
import type { Json } from '../model/job.ts';

const HIDDEN = '***';

/** Words in the name of a key whose value nobody but the vendor may know. */
const SECRET_WORDS = [
  'password',
  'passwd',
  'secret',
  'token',
  'authorization',
  'credential',
  'privatekey',
  'accesskey',
  'apikey',
  'sessionid',
];

const isSecret = (key: string): boolean => {
  const plain = key.toLowerCase().replaceAll('_', '').replaceAll('-', '');
  return SECRET_WORDS.some((word) => plain.includes(word));
};

const MAX_DEPTH = 40;

/** A copy without secrets, also inside texts that are JSON themselves. Deeper than 40 levels nothing is kept. */
export function withoutSecrets(value: unknown, depth = 0): Json {
  if (depth > MAX_DEPTH) return HIDDEN;
  if (typeof value === 'string') return textWithoutSecrets(value, depth);
  if (typeof value === 'number' || typeof value === 'boolean') return value;
  if (Array.isArray(value)) return value.map((item) => withoutSecrets(item, depth + 1));
  if (typeof value !== 'object' || value === null) return null;
  if (isExactNumber(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, withoutSecret(key, inner, depth)]),
  );
}

const withoutSecret = (key: string, value: unknown, depth: number): Json =>
  isSecret(key) && value !== null && value !== '' ? HIDDEN : withoutSecrets(value, depth + 1);

/** A text is changed only where it hides a secret; else it stays to the letter. */
function textWithoutSecrets(text: string, depth: number): string {
  if (!looksLikeJson(text)) return text;
  const parsed = jsonOf(text);
  if (parsed === undefined) return mentionsSecret(text) ? HIDDEN : text;
  const clean = withoutSecrets(parsed, depth + 1);
  return JSON.stringify(clean) === JSON.stringify(parsed) ? text : JSON.stringify(clean);
}

/** A dump that was cut off cannot be parsed: what may hide a secret is hidden whole. */
const mentionsSecret = (text: string): boolean => isSecret(text);

const looksLikeJson = (text: string): boolean => ['{', '['].includes(text.trimStart().charAt(0));

function jsonOf(text: string): unknown {
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}
