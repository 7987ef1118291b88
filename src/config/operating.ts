import { z } from 'zod';
import { endpointUrl, host, milliseconds, port, secret, text, wholeNumber } from './settings.ts';

export const LOG_LEVELS = ['debug', 'info', 'warn', 'error', 'fatal'] as const;

/** The keys under `server` by which it is operated. */
export const operatingKeys = {
  /** A listener of its own for `/metrics`, `/livez` and `/readyz`; the other one then has no `/metrics`. */
  metrics: z.strictObject({ port, host: host.default('127.0.0.1') }).exactOptional(),
  log: z
    .strictObject({
      level: z.enum(LOG_LEVELS).exactOptional(),
      slowMs: milliseconds(1, 3_600_000).exactOptional(),
    })
    .exactOptional(),
  tracing: z
    .strictObject({
      endpoint: endpointUrl,
      ratio: z.number().min(0).max(1).default(1),
      headers: z.record(text, secret).exactOptional(),
    })
    .exactOptional(),
  probeSeconds: wholeNumber(0, 86_400).exactOptional(),
  shutdown: z
    .strictObject({
      delayMs: milliseconds(0, 600_000).exactOptional(),
      graceMs: milliseconds(0, 600_000).exactOptional(),
    })
    .exactOptional(),
  admission: z
    .strictObject({
      operations: wholeNumber(1, 10_000).exactOptional(),
      waiting: wholeNumber(0, 10_000).exactOptional(),
      waitMs: milliseconds(0, 60_000).exactOptional(),
    })
    .exactOptional(),
  reloadOnChange: z.boolean().exactOptional(),
} as const;

const operating = z.strictObject(operatingKeys);

export type OperatingConfig = z.infer<typeof operating>;
