import type { Log } from './log.ts';

const QUIET_MS = 60_000;

/** A request that was not let in. */
export interface Refused {
  readonly status: number;
  readonly code: string;
  /** One of few: nothing of it comes from the request. */
  readonly message: string;
}

/** One line a minute for each reason for which requests were refused, with how many there were since the line before. */
export function logRefusals(log: Log, now: () => number = Date.now): (refused: Refused) => void {
  const told = new Map<string, { readonly at: number; untold: number }>();
  return ({ status, code, message }) => {
    const last = told.get(message);
    if (last !== undefined && now() - last.at < QUIET_MS) {
      last.untold += 1;
      return;
    }
    told.set(message, { at: now(), untold: 0 });
    const level = status >= 500 ? 'warn' : 'info';
    log({
      level,
      event: 'request-refused',
      status,
      code,
      reason: message,
      requests: 1 + (last?.untold ?? 0),
    });
  };
}
