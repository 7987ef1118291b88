import { z } from 'zod';

const MEBIBYTE = 1024 * 1024;

/** What one source may take of the vendor and of this process; every field has a safe default. */
export const upstreamLimits = z.object({
  /** One attempt, from its sending to the last byte of the body. */
  timeoutMs: z.int().min(1).max(600_000).default(5_000),
  /** Attempts after the first. */
  retries: z.int().min(0).max(10).default(2),
  /** A vendor that asks to be left alone for longer gets no retry; the error says how long. */
  maxRetryWaitMs: z.int().min(0).max(600_000).default(30_000),
  /** Requests on their way at once, and connections to each host. */
  concurrency: z.int().min(1).max(1_000).default(8),
  /** GraphQL operations that may wait for their turn; all requests of one wait in order, in turns with the others'. */
  queue: z.int().min(0).max(100_000).default(1_000),
  /** Absent: no limit of our own. */
  rateLimit: z
    .strictObject({
      perSecond: z.number().positive().max(100_000).meta({ description: 'requests in a second' }),
      burst: z.int().min(1).max(100_000).meta({ description: 'requests at once, after a pause' }).default(1),
    })
    .optional(),
  /**
   * How long an answer is fresh to all, where the vendor's headers do not say. 0, because a list that is older than the walk
   * that begins with it lacks rows that were there.
   */
  cacheSeconds: z.number().min(0).max(86_400).default(0),
  /** How long, at least, an answer is fresh for which several had to wait: what a crowd asks costs the vendor one request. */
  shareSeconds: z.number().min(0).max(86_400).default(2),
  /** For how long past its freshness an answer is given at once, while one request fetches the new one. */
  staleWhileRevalidateSeconds: z.number().min(0).max(86_400).default(0),
  /** For how long past its freshness an answer is given where the vendor fails; the ledger says so. */
  staleIfErrorSeconds: z.number().min(0).max(86_400).default(0),
  /** Bytes of cached bodies; the answers unused for longest go first. 0: none is kept, whatever the headers allow. */
  maxCacheBytes: z
    .int()
    .min(0)
    .default(32 * MEBIBYTE),
  /** Counted after decompression. */
  maxBodyBytes: z
    .int()
    .min(1)
    .max(512 * MEBIBYTE)
    .default(32 * MEBIBYTE),
  /**
   * Opens after `failures` in a row. In a row rather than as a share: most sources get a handful of requests a minute, too
   * few for a share to mean anything, and one good answer proves that the vendor is there.
   */
  breaker: z
    .strictObject({
      failures: z.int().min(1).max(1_000).meta({ description: 'failures in a row' }).default(5),
      halfOpenAfterMs: z
        .int()
        .min(1)
        .max(600_000)
        .meta({ description: 'for how long the vendor is left alone, in milliseconds' })
        .default(5_000),
    })
    .prefault({}),
});

export type UpstreamLimits = z.infer<typeof upstreamLimits>;
