import { redact } from '../secrets/redact.ts';
import type { Log } from './log.ts';

/** One line for each defect that showed while a source was read, with the stack: the answer only says that there was one. */
export const logDefects =
  (log: Log) =>
  (error: unknown, source: string): void => {
    const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
    log({ level: 'error', event: 'source-defect', source, reason: redact(reason) });
  };
