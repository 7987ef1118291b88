import { redact } from '../../secrets/redact.ts';
import type { Log } from './log.ts';

/** One line for each defect that was met while a source was read, with the stack: the answer only says that there was one. */
export const logDefects =
  (log: Log) =>
  (reason: string, source: string): void => {
    log({ level: 'error', event: 'source-defect', source, reason: redact(reason) });
  };
