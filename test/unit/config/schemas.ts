import { z } from 'zod';
import {
  endpointUrl,
  idList,
  milliseconds,
  projectId,
  region,
  secret,
  text,
  wholeNumber,
} from '../../../src/config/settings.ts';
import { timeZone } from '../../../src/config/time-zone.ts';

const account = z.strictObject({ type: z.literal('account'), account: text, password: secret });
const accessKey = z.strictObject({ type: z.literal('access-key'), id: text, secret });

const alpha = z.strictObject({
  endpoint: endpointUrl,
  timeZone: timeZone.default('UTC'),
  auth: z.discriminatedUnion('type', [account, accessKey]),
  retries: wholeNumber(0, 5).default(2),
  deadlineMs: milliseconds(1, 60_000).default(5000),
  fast: z.boolean().default(false),
});

const beta = z
  .strictObject({
    endpoint: endpointUrl.exactOptional(),
    region: region.exactOptional(),
    projectId: projectId.exactOptional(),
    auth: z.union([account, accessKey]).exactOptional(),
    origins: idList.exactOptional(),
    either: z.union([z.string(), z.array(z.string())]).exactOptional(),
    mode: z.enum(['fast', 'slow']).exactOptional(),
  })
  .refine(
    (value) => value.region !== undefined || value.endpoint !== undefined,
    'needs `region` or `endpoint`',
  );

/** Two invented backends: one with a discriminated union and defaults, one with plain unions and a rule across keys. */
export const schemas: ReadonlyMap<string, z.ZodType> = new Map<string, z.ZodType>([
  ['alpha', alpha],
  ['beta', beta],
]);
