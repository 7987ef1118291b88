import { subscribe } from 'node:diagnostics_channel';
import { Socket } from 'node:net';

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
export async function resendOnDeadSocket<T>(
  send: () => Promise<T>,
  most: number,
  onResend: () => void,
): Promise<T> {
  for (let resent = 0; ; resent++) {
    try {
      return await send();
    } catch (error) {
      const mayResend = resent < most && typeof error === 'object' && error !== null && endedInUse.has(error);
      if (!mayResend) throw error;
      onResend();
    }
  }
}
