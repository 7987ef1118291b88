import { z } from 'zod';

/** Reads one value as a vendor wrote it: `null` for none, `undefined` for what cannot be read. */
export type ValueReader<T> = (value: unknown) => T | null | undefined;

// The readers do all the work, for `z.compile` turns a transform of anything into one plain call.

/** A field that a row can do without. `due` ends the sentence "it is not …". */
export const optionalField = <T>(due: string, read: ValueReader<T>) =>
  z
    .unknown()
    .optional()
    .transform((value, context): T | null => {
      const found = read(value);
      if (found !== undefined) return found;
      context.addIssue({ code: 'custom', message: `not ${due}` });
      return z.NEVER;
    });

/** A field without which a row is nothing. */
export const requiredField = <T>(due: string, read: ValueReader<T>) =>
  z
    .unknown()
    .optional()
    .transform((value, context): T => {
      const found = read(value);
      if (found !== undefined && found !== null) return found;
      context.addIssue({ code: 'custom', message: found === null ? 'is missing' : `not ${due}` });
      return z.NEVER;
    });
