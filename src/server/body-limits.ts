import type { Limits } from '../limits/limits.ts';
import type { Asked } from './asked.ts';

/** Bytes of a body that is no JSON, such as a form: JSON is measured before it is parsed, and within these it can be hidden. */
const OTHER_BYTES = 32 * 1024;

const JSON_TYPES: ReadonlySet<string> = new Set([
  'application/json',
  'application/graphql+json',
  'application/graphql-response+json',
]);

/** Whether the body is parsed as JSON, if at all. */
export function sendsJson({ header }: Pick<Asked, 'header'>): boolean {
  const [type = ''] = (header('content-type') ?? '').split(/[,;]/, 1);
  return JSON_TYPES.has(type.trim().toLowerCase());
}

/** Bytes that the body may have. */
export const mostBytes = (asked: Pick<Asked, 'header'>, { bodyBytes }: Pick<Limits, 'bodyBytes'>): number =>
  sendsJson(asked) ? bodyBytes : Math.min(bodyBytes, OTHER_BYTES);
