import { isExactNumber, parseJson } from '../model/exact-json.ts';
import type { Json } from '../model/job.ts';
import { hideCredentials } from './hide-credentials.ts';
import { isSecretName } from './secret-words.ts';

const HIDDEN = '***';

const MAX_DEPTH = 40;

/** A copy without secrets, also inside texts that are JSON themselves. Deeper than 40 levels nothing is kept. */
export function withoutSecrets(value: unknown, depth = 0): Json {
  if (depth > MAX_DEPTH) return HIDDEN;
  if (typeof value === 'string') return textWithoutSecrets(value, depth);
  if (typeof value === 'number' || typeof value === 'boolean') return value;
  if (typeof value === 'bigint') return String(value);
  if (Array.isArray(value)) return value.map((item) => withoutSecrets(item, depth + 1));
  if (typeof value !== 'object' || value === null) return null;
  if (isExactNumber(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, withoutSecret(key, inner, depth)]),
  );
}

const withoutSecret = (key: string, value: unknown, depth: number): Json =>
  isSecretName(key) && value !== null && value !== '' ? HIDDEN : withoutSecrets(value, depth + 1);

/** A text is changed only where it hides a secret; else it stays to the letter. */
function textWithoutSecrets(text: string, depth: number): string {
  const clean = hideCredentials(text, HIDDEN);
  if (!looksLikeJson(text)) return clean;
  const parsed = jsonOf(text);
  // A dump that was cut off cannot be parsed: what may hide a secret, of whatever shape, is hidden whole.
  if (parsed === undefined) return clean === text ? text : HIDDEN;
  const bare = withoutSecrets(parsed, depth + 1);
  return JSON.stringify(bare) === JSON.stringify(parsed) ? text : JSON.stringify(bare);
}

const looksLikeJson = (text: string): boolean => ['{', '['].includes(text.trimStart().charAt(0));

function jsonOf(text: string): unknown {
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}
