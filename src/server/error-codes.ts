import { SOURCE_ERROR_CODES } from '../model/source-error.ts';

/** The closed list of what a field of the API can fail with, as `extensions.code`. */
export const ERROR_CODES = [
  ...SOURCE_ERROR_CODES,
  'CURSOR_INVALID',
  'CURSOR_MISMATCH',
  'BAD_USER_INPUT',
  'FORBIDDEN',
] as const;

export type ErrorCode = (typeof ERROR_CODES)[number];

const CODES: ReadonlySet<unknown> = new Set(ERROR_CODES);

/** Whether an error's code says that it was thrown on purpose. */
export const isErrorCode = (code: unknown): code is ErrorCode => CODES.has(code);
