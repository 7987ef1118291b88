import type { ConfigFault } from './config.ts';

/** One line per fault, `file:line:column message`, in the order given; no line break at the end. */
export const renderFaults = (faults: readonly ConfigFault[]): string =>
  faults.map(({ file, line, column, message }) => `${file}:${line}:${column} ${message}`).join('\n');
