import { z } from 'zod';
import type { Authenticator } from './authenticator.ts';
import { fixedHeaders } from './fixed-headers.ts';

export const noneConfig = z.strictObject({ type: z.literal('none') });

/** For a vendor that asks nobody who they are. */
export const createNone = (): Authenticator => fixedHeaders({}, []);
