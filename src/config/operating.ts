import { z } from 'zod';
import { documented } from './documented.ts';
import { endpointUrl, host, milliseconds, port, secret, text, wholeNumber } from './settings.ts';

export const LOG_LEVELS = ['debug', 'info', 'warn', 'error', 'fatal'] as const;

/** What holds where a key is left out. */
export const OPERATING_DEFAULTS = {
  log: { level: 'info', slowMs: 5_000 },
  probeSeconds: 60,
  shutdown: { delayMs: 5_000, graceMs: 10_000 },
  admission: { operations: 64, waiting: 32, waitMs: 400 },
  reloadOnChange: true,
} as const;

const { log: LOG, shutdown: SHUTDOWN, admission: ADMISSION } = OPERATING_DEFAULTS;

/** As it would be written. */
const written = (values: Readonly<Record<string, string | number>>): string => {
  const keys = Object.entries(values).map(([key, value]) => `${key}: ${value}`);
  return `\`{ ${keys.join(', ')} }\``;
};

const metrics = documented(
  { port, host: host.default('127.0.0.1') },
  { port: 'port of its own, 0 for any free one', host: 'address to listen on' },
);

const log = documented(
  { level: z.enum(LOG_LEVELS).exactOptional(), slowMs: milliseconds(1, 3_600_000).exactOptional() },
  {
    level: { default: LOG.level, means: 'the least level that is logged' },
    slowMs: { default: `${LOG.slowMs}`, means: 'from when on an operation counts as slow, in milliseconds' },
  },
);

const tracing = documented(
  {
    endpoint: endpointUrl,
    ratio: z.number().min(0).max(1).default(1),
    headers: z.record(text, secret).exactOptional(),
  },
  {
    endpoint: 'address of the collector, without `/v1/traces`',
    ratio: 'the part of the operations that is traced whose callers do not say, 0 to 1',
    headers: 'sent to the collector with the spans',
  },
);

const shutdown = documented(
  { delayMs: milliseconds(0, 600_000).exactOptional(), graceMs: milliseconds(0, 600_000).exactOptional() },
  {
    delayMs: { default: `${SHUTDOWN.delayMs}`, means: 'how long requests are still taken after SIGTERM' },
    graceMs: { default: `${SHUTDOWN.graceMs}`, means: 'how long those that run may take after that' },
  },
);

const admission = documented(
  {
    operations: wholeNumber(1, 10_000).exactOptional(),
    waiting: wholeNumber(0, 10_000).exactOptional(),
    waitMs: milliseconds(0, 60_000).exactOptional(),
  },
  {
    operations: {
      default: `${ADMISSION.operations}`,
      means:
        'operations that each process executes at once; a quarter more for callers of whom none or few are executed',
    },
    waiting: {
      default: `${ADMISSION.waiting}`,
      means: 'operations of one caller that may wait for a place; of all callers together half as many again',
    },
    waitMs: {
      default: `${ADMISSION.waitMs}`,
      means: 'how long they may wait, in milliseconds, while all places are taken',
    },
  },
);

/** The keys under `server` by which it is operated. */
export const operatingKeys = documented(
  {
    metrics: z.strictObject(metrics).exactOptional(),
    log: z.strictObject(log).exactOptional(),
    tracing: z.strictObject(tracing).exactOptional(),
    probeSeconds: wholeNumber(0, 86_400).exactOptional(),
    shutdown: z.strictObject(shutdown).exactOptional(),
    admission: z.strictObject(admission).exactOptional(),
    reloadOnChange: z.boolean().exactOptional(),
  },
  {
    metrics: {
      default: 'on the same port',
      means:
        '`{ port, host }`: a listener of its own for `/metrics`, `/livez` and `/readyz`; `host` is 127.0.0.1 where it is left out. The other port then has no `/metrics` ([operating](operating.md#metrics))',
    },
    log: {
      default: written(LOG),
      means:
        'the least level that is logged (`debug`, `info`, `warn`, `error`, `fatal`), and from when on an operation counts as slow ([operating](operating.md#logs))',
    },
    tracing:
      '`{ endpoint, ratio, headers }`: where spans go, as OTLP over HTTP; the part of the operations that is traced (1: all); what is sent to the collector with them ([operating](operating.md#traces))',
    probeSeconds: {
      default: `${OPERATING_DEFAULTS.probeSeconds}`,
      means:
        'a source of which nothing was asked for so long is asked for one row; 0: never ([operating](operating.md#probes))',
    },
    shutdown: {
      default: written(SHUTDOWN),
      means:
        'after SIGTERM: how long requests are still taken, and how long those that run may take then ([operating](operating.md#the-end))',
    },
    admission: {
      default: written(ADMISSION),
      means:
        'operations that each process executes at once, and a quarter more for callers of whom none or few are executed; of each caller, how many more may wait for a place, and for how long while all are taken ([crowds](limits.md#crowds))',
    },
    reloadOnChange: {
      default: `${OPERATING_DEFAULTS.reloadOnChange}`,
      means:
        'whether the file is read again when it changes ([operating](operating.md#another-configuration))',
    },
  },
);

const operating = z.strictObject(operatingKeys);

export type OperatingConfig = z.infer<typeof operating>;
