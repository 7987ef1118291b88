import { pino } from 'pino';
import { redact } from '../../secrets/redact.ts';

export const LEVELS = ['debug', 'info', 'warn', 'error', 'fatal'] as const;

export type Level = (typeof LEVELS)[number];

/** One thing that happened; what else is known of it stands beside, as JSON can say it. */
export interface LogLine {
  readonly level: Level;
  /** What happened, in kebab-case: the same word for the same thing. */
  readonly event: string;
  readonly [detail: string]: unknown;
}

export interface Log {
  (line: LogLine): void;
  /** Whether lines of this level are written; absent: all may be. */
  readonly writes?: (level: Level) => boolean;
}

export interface LogOptions {
  /** The least that is written; default: `info`. */
  readonly level?: Level;
  /** Takes out of a text what must not stand in a log by its value; what looks like a secret is taken out in any case. */
  readonly clean?: (text: string) => string;
  /** Where the lines go; default: stderr. */
  readonly write?: (line: string) => void;
}

/**
 * One line of JSON for each event, with the time and the level. Written at once: a line that waits in memory is lost just
 * when it is needed.
 */
export function createLog({ level = 'info', clean = asItIs, write = toStderr }: LogOptions = {}): Log {
  const logger = pino(
    {
      level,
      base: null,
      timestamp: () => `,"time":"${new Date().toISOString()}"`,
      formatters: { level: (label) => ({ level: label }) },
    },
    { write },
  );
  const writes = (own: Level): boolean => logger.isLevelEnabled(own);
  const log = ({ level: own, ...details }: LogLine): void => {
    if (writes(own))
      logger[own](withoutSecrets(details, (text) => redact(clean(text)).replaceAll(UNSEEN, ' ')));
  };
  return Object.assign(log, { writes });
}

/** JSON escapes the rest of what is no letter and changes how a line is shown. */
const UNSEEN = /[\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g;

const asItIs = (text: string): string => text;

const toStderr = (line: string): void => {
  process.stderr.write(line);
};

function withoutSecrets<Value>(value: Value, clean: (text: string) => string): Value;
function withoutSecrets(value: unknown, clean: (text: string) => string): unknown {
  if (typeof value === 'string') return clean(value);
  if (Array.isArray(value)) return value.map((item) => withoutSecrets(item, clean));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withoutSecrets(item, clean)]));
}
