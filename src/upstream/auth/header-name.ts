import { z } from 'zod';

// These belong to the connection between caller and gateway, or between gateway and vendor, and carry no credential.
const OF_THE_CONNECTION = new Set([
  'accept',
  'accept-encoding',
  'connection',
  'content-encoding',
  'content-length',
  'content-type',
  'expect',
  'host',
  'keep-alive',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/** The name of a header that carries a credential; whatever its case, it comes out in lower case. */
export const headerName = z
  .string()
  .max(100)
  .regex(/^[A-Za-z0-9-]+$/, 'must be the name of an HTTP header, such as x-auth-token')
  .transform((name) => name.toLowerCase())
  .refine(
    (name) => !OF_THE_CONNECTION.has(name),
    'must name a header that carries credentials, such as x-auth-token',
  );
