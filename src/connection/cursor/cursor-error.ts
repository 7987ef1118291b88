/** A cursor that cannot be used. The message says what to do. */
export class CursorError extends Error {
  override readonly name = 'CursorError';
  readonly code: 'CURSOR_INVALID' | 'CURSOR_MISMATCH';

  constructor(code: CursorError['code'], message: string) {
    super(message);
    this.code = code;
  }
}

export const invalidCursor = (argument: string): CursorError =>
  new CursorError(
    'CURSOR_INVALID',
    `The cursor in \`${argument}\` is broken, or was not given out by this gateway with its present key. ` +
      'Start again without a cursor.',
  );

export const mismatchedCursor = (argument: string, what: string): CursorError =>
  new CursorError(
    'CURSOR_MISMATCH',
    `The cursor in \`${argument}\` belongs to a list with another ${what}. ` +
      `Repeat the ${what} that it came from, or start again without a cursor.`,
  );
