import type { Arrival } from './order.ts';

/** One line of the table. */
export interface Phase {
  readonly label: string;
  readonly arrival: Arrival;
  /** The line with whose p99 all are compared. */
  readonly isNormal?: boolean;
}

/** The load that it can carry. */
const NORMAL = 0.7;
const CONNECTIONS = 500;

/** `capacity`: operations in a second, as calibrated. */
export function phases(capacity: number): readonly Phase[] {
  const open = (part: number): Arrival => ({
    kind: 'open',
    perSecond: part * capacity,
    connections: CONNECTIONS,
  });
  const closed = (clients: number, heeds = false): Arrival => ({ kind: 'closed', clients, heeds });
  return [
    { label: 'normal: 0.7 × the capacity', arrival: open(NORMAL), isNormal: true },
    { label: '2 × the capacity', arrival: open(2) },
    { label: 'normal again', arrival: open(NORMAL) },
    { label: '32 clients', arrival: closed(32) },
    { label: '64 clients', arrival: closed(64) },
    { label: '500 clients, at once again', arrival: closed(CONNECTIONS) },
    { label: '32 clients again', arrival: closed(32) },
    { label: '500 clients, as told by `Retry-After`', arrival: closed(CONNECTIONS, true) },
    { label: 'normal again', arrival: open(NORMAL) },
  ];
}
