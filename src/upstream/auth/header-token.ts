import { z } from 'zod';
import type { Authenticator } from './authenticator.ts';
import { fixedHeaders } from './fixed-headers.ts';
import { headerName } from './header-name.ts';
import { headerValue } from './header-value.ts';

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
