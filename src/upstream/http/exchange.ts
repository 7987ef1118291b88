import { subscribe } from 'node:diagnostics_channel';
import { Socket } from 'node:net';
import type { Dispatcher } from 'undici';
import { abortError, LONGEST_TIMER_MS } from '../../scope/abort.ts';

/** A whole answer as it was sent: its body still compressed, names of headers in lower case. */
export interface RawAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

export interface ExchangeLimits {
  /** Ends the exchange with its reason as `abortError` tells it. */
  readonly signal: AbortSignal;
  /** From now to the last byte of the body. */
  readonly timeoutMs: number;
  readonly timeoutError: () => Error;
  readonly maxBodyBytes: number;
  readonly tooLargeError: (status: number) => Error;
}

/**
 * One request and its whole answer, on the dispatcher itself: the client's `request` makes a stream, an iterator and three
 * promises of each answer, which cost more than the answer. Whatever ends the exchange early ends its connection too.
 */
export class Exchange implements Dispatcher.DispatchHandler {
  readonly #outcome = Promise.withResolvers<RawAnswer>();
  /** Rejects with what ended the exchange. */
  readonly answer: Promise<RawAnswer> = this.#outcome.promise;
  /** Something of the answer has come. */
  hasBegun = false;
  readonly #limits: ExchangeLimits;
  readonly #timer: NodeJS.Timeout;
  readonly #leave = (): void => this.#fail(abortError(this.#limits.signal));
  #controller: Dispatcher.DispatchController | null = null;
  #failure: Error | null = null;
  #head: Omit<RawAnswer, 'body'> = { status: 0, headers: {} };
  readonly #chunks: Buffer[] = [];
  #bytes = 0;

  constructor(dispatcher: Dispatcher, request: Dispatcher.DispatchOptions, limits: ExchangeLimits) {
    const { signal, timeoutMs, timeoutError } = limits;
    this.#limits = limits;
    this.#timer = setTimeout(() => this.#fail(timeoutError()), Math.min(timeoutMs, LONGEST_TIMER_MS));
    signal.addEventListener('abort', this.#leave, { once: true });
    if (signal.aborted) this.#leave();
    else dispatcher.dispatch(request, this);
  }

  /** It may have waited for a connection until nobody wants it any more. */
  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#failure !== null) controller.abort(this.#failure);
  }

  onResponseStart(_: unknown, status: number, headers: Record<string, string | string[] | undefined>): void {
    this.hasBegun = true;
    // What comes before the answer itself (`103 Early Hints`) is not asked for.
    if (status >= 200) this.#head = { status, headers: joined(headers) };
  }

  onResponseData(_: unknown, chunk: Buffer): void {
    this.#bytes += chunk.byteLength;
    if (this.#bytes <= this.#limits.maxBodyBytes) this.#chunks.push(chunk);
    else this.#fail(this.#limits.tooLargeError(this.#head.status));
  }

  onResponseEnd(): void {
    this.#letGo();
    const [first] = this.#chunks;
    const body = this.#chunks.length === 1 && first !== undefined ? first : Buffer.concat(this.#chunks);
    this.#outcome.resolve({ ...this.#head, body });
  }

  onResponseError(_: unknown, error: Error): void {
    this.#letGo();
    this.#outcome.reject(error);
  }

  /** Whoever waits hears of it at once, the connection as soon as there is one. */
  #fail(failure: Error): void {
    this.#letGo();
    this.#failure = failure;
    this.#outcome.reject(failure);
    this.#controller?.abort(failure);
  }

  #letGo(): void {
    clearTimeout(this.#timer);
    this.#limits.signal.removeEventListener('abort', this.#leave);
  }
}

function joined(headers: Record<string, string | string[] | undefined>): Record<string, string> {
  const all: Record<string, string> = {};
  for (const name of Object.keys(headers)) {
    const value = headers[name];
    all[name.toLowerCase()] = Array.isArray(value) ? value.join(', ') : (value ?? '');
  }
  return all;
}

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
