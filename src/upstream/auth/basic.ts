import { z } from 'zod';
import type { Authenticator } from './authenticator.ts';
import { fixedHeaders } from './fixed-headers.ts';

const NO_CONTROLS = /^\P{Cc}+$/u;

export const basicConfig = z.strictObject({
  type: z.literal('basic'),
  user: z
    .string()
    .regex(NO_CONTROLS, 'must be at least one character, none of them a line break or another control')
    .refine((user) => !user.includes(':'), 'must have no colon: it ends the name')
    .meta({ description: 'the name of the user' }),
  password: z
    .string()
    .regex(NO_CONTROLS, 'must be at least one character, none of them a line break or another control')
    .meta({ description: 'the password of the user' }),
});

/** Name and password with every request (RFC 7617), in UTF-8. */
export function createBasic({ user, password }: z.output<typeof basicConfig>): Authenticator {
  const credential = Buffer.from(`${user}:${password}`).toString('base64');
  return fixedHeaders({ authorization: `Basic ${credential}` }, [password, credential]);
}
