import { createHash } from 'node:crypto';
import { z } from 'zod';
import { type Account, type Authenticator, SOURCE_PARTITION } from './authenticator.ts';
import { headerName } from './header-name.ts';

/**
 * The same headers with every request: a credential that somebody else got, and replaces. `secrets`: by value, for cleaning;
 * where there are none, there is no account that a vendor could lock.
 */
function fixedHeaders(headers: Readonly<Record<string, string>>, secrets: readonly string[]): Authenticator {
  return {
    authorize: () => headers,
    reject: () => false,
    partition: () => SOURCE_PARTITION,
    ...(secrets.length > 0 && { account: accountOf(headers) }),
    secrets: () => secrets,
  };
}

function accountOf(headers: Readonly<Record<string, string>>): Account {
  const proof = JSON.stringify(headers);
  return { who: ['headers', createHash('sha256').update(proof).digest('hex')], proof };
}

/** A credential that goes into a header as it is. */
export const headerValue = z
  .string()
  .regex(/^[\x21-\x7e]+$/, 'must be printable ASCII without spaces or line breaks, at least one character');

export const noneConfig = z.strictObject({ type: z.literal('none') });

/** For a vendor that asks nobody who they are. */
export const createNone = (): Authenticator => fixedHeaders({}, []);

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

export const bearerConfig = z.strictObject({
  type: z.literal('bearer'),
  token: headerValue.meta({ description: 'the token' }),
});

/** A token as `Authorization: Bearer …` (RFC 6750). */
export const createBearer = ({ token }: z.output<typeof bearerConfig>): Authenticator =>
  fixedHeaders({ authorization: `Bearer ${token}` }, [token]);

export const headerTokenConfig = z.strictObject({
  type: z.literal('header-token'),
  header: headerName,
  token: headerValue,
});

/** A token as it is, in a header of the vendor's choice, such as `X-Auth-Token`. */
export const createHeaderToken = ({
  header,
  token,
}: Omit<z.output<typeof headerTokenConfig>, 'type'>): Authenticator =>
  fixedHeaders({ [header]: token }, [token]);
