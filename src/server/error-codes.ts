import { CODES } from '../model/error-codes.ts';

/** The closed list of what a field of the API can fail with, as `extensions.code`. */
export const ERROR_CODES: ReadonlySet<unknown> = new Set([
  ...Object.keys(CODES),
  'CURSOR_INVALID',
  'CURSOR_MISMATCH',
  'BAD_USER_INPUT',
  'FORBIDDEN',
]);

/** Whether an error's code says that it was thrown on purpose. */
export const isErrorCode = (code: unknown): boolean => ERROR_CODES.has(code);
