import { createHash } from 'node:crypto';
import { z } from 'zod';
import { SourceError } from '../../model/source-error.ts';
import type { SourceScope } from '../../scope/request-scope.ts';
import type { Authenticator } from './authenticator.ts';
import { headerName } from './header-name.ts';
import { wordsOf } from './words-of.ts';

export const forwardConfig = z.strictObject({
  type: z.literal('forward'),
  header: headerName.meta({ description: 'the header in which callers bring their credential' }),
});

/** Each caller's own credential, passed on in the header it came in; answers are shared among its bearers only. */
export function createForward(config: z.output<typeof forwardConfig>): Authenticator {
  const valueIn = (scope: SourceScope): string => scope.request.header(config.header) ?? '';
  const credential = (scope: SourceScope): string => {
    const value = valueIn(scope);
    if (value !== '') return value;
    throw new SourceError({
      code: 'UNAUTHENTICATED',
      message: `This source is read with its callers’ own credentials: send them in the header "${config.header}".`,
    });
  };
  return {
    authorize: async (_request, scope) => ({ [config.header]: credential(scope) }),
    reject: () => false,
    partition: (scope) => createHash('sha256').update(credential(scope)).digest('hex'),
    secrets: (scope) => (scope === undefined ? [] : wordsOf(valueIn(scope))),
  };
}
