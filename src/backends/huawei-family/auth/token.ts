import { z } from 'zod';
import { headerValue } from '../../../upstream/auth/fixed-headers.ts';

/** A token that somebody else got and renews; sent as `X-Auth-Token` (docs/vendors/huawei-common.md#tokens). */
export const tokenConfig = z.strictObject({
  type: z.literal('token'),
  token: headerValue.meta({ description: 'the token' }),
});
