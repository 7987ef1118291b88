import { createObserver, type Observer } from '../../src/observe/create-observer.ts';

/** Keeps what is logged of errors that nobody threw on purpose. */
export const errorObserver = (lines: object[], version = '0.0.0'): Observer =>
  createObserver({
    version,
    log: (line) => {
      if (line.level === 'error' && line.event !== 'source-state') lines.push(line);
    },
  });
