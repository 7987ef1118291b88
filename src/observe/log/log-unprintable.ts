import type { Log } from './log.ts';

/** One line for each field of the schema that had a value which it cannot print: the answer has null there. */
export const logUnprintable =
  (log: Log) =>
  (field: string): void => {
    log({ level: 'error', event: 'unprintable-value', field });
  };
