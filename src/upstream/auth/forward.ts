import { createHash } from 'node:crypto';
import { z } from 'zod';
import { SourceError } from '../../model/source-error.ts';
import type { SourceScope } from '../../scope/request-scope.ts';
import type { Authenticator } from './authenticator.ts';

// These belong to the connection between caller and gateway, not to the caller.
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

export const forwardConfig = z.strictObject({
  type: z.literal('forward'),
  /** Whatever its case. */
  header: z
    .string()
    .max(100)
    .regex(/^[A-Za-z0-9-]+$/, 'must be the name of an HTTP header, such as x-auth-token')
    .transform((name) => name.toLowerCase())
    .refine(
      (name) => !OF_THE_CONNECTION.has(name),
      'must name a header that carries credentials, such as x-auth-token',
    ),
});

/** Each caller's own credential, passed on in the header it came in; answers are shared among its bearers only. */
export function createForward(config: z.output<typeof forwardConfig>): Authenticator {
  const credential = (scope: SourceScope): string => {
    const value = scope.request.headers[config.header];
    if (value !== undefined && value !== '') return value;
    throw new SourceError({
      code: 'UNAUTHENTICATED',
      message: `This source is read with its callers’ own credentials: send them in the header "${config.header}".`,
    });
  };
  return {
    authorize: async (_request, scope) => ({ [config.header]: credential(scope) }),
    reject: () => false,
    partition: (scope) => createHash('sha256').update(credential(scope)).digest('hex'),
    secrets: [],
  };
}
