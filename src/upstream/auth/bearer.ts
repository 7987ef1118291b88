import { z } from 'zod';
import type { Authenticator } from './authenticator.ts';
import { fixedHeaders } from './fixed-headers.ts';
import { headerValue } from './header-value.ts';

export const bearerConfig = z.strictObject({
  type: z.literal('bearer'),
  token: headerValue.meta({ description: 'the token' }),
});

/** A token as `Authorization: Bearer …` (RFC 6750). */
export const createBearer = ({ token }: z.output<typeof bearerConfig>): Authenticator =>
  fixedHeaders({ authorization: `Bearer ${token}` }, [token]);
