import { subscribe } from 'node:diagnostics_channel';
import { Socket } from 'node:net';
import type { Exchange, RawAnswer } from './exchange.ts';

/** How many requests each socket has carried. */
const carried = new WeakMap<object, number>();

/** Errors that ended a socket which had carried a request before. */
const endedInUse = new WeakSet<object>();

// The HTTP client tells nobody else which socket a request goes out on.
subscribe('undici:client:sendHeaders', (message) => {
  const isTold = typeof message === 'object' && message !== null && 'socket' in message;
  if (!isTold || !(message.socket instanceof Socket)) return;
  const count = (carried.get(message.socket) ?? 0) + 1;
  carried.set(message.socket, count);
  if (count === 2) message.socket.once('error', (error) => endedInUse.add(error));
});

/**
 * A connection that is used again may be one that its server has just closed, as every server does after a while. If it
 * breaks before the answer begins, that says nothing about the vendor: the same request is sent again at once, and neither
 * retries nor breaker see it. At most `most` times: there can be no more such connections.
 */
export async function resendOnDeadSocket(
  send: () => Exchange,
  most: number,
  onResend: () => void,
): Promise<RawAnswer> {
  for (let resent = 0; ; resent++) {
    const exchange = send();
    try {
      return await exchange.answer;
    } catch (error) {
      if (resent >= most || exchange.hasBegun || !isOfDeadSocket(error)) throw error;
      onResend();
    }
  }
}

const isOfDeadSocket = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && endedInUse.has(error);
