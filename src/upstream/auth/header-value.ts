import { z } from 'zod';

/** A credential that goes into a header as it is. */
export const headerValue = z
  .string()
  .regex(/^[\x21-\x7e]+$/, 'must be printable ASCII without spaces or line breaks, at least one character');
