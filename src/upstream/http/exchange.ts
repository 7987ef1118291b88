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

export interface ExchangeLimits {
  /** From the first sending to the last byte of the body. */
  readonly timeoutMs: number;
  readonly timeoutError: () => Error;
  readonly maxBodyBytes: number;
  readonly tooLargeError: (status: number) => Error;
  /**
   * How often it may be sent again. A connection that is used again may be one that its server has just closed, as every server
   * does after a while. If it breaks before the answer begins, that says nothing about the vendor: the same request is sent
   * again at once, and neither retries nor breaker see it. There can be no more such connections than there are connections.
   */
  readonly mostResends: number;
  readonly onResend: () => void;
}

/**
 * One request and its whole answer, on the dispatcher itself: the client's `request` makes a stream, an iterator and three
 * promises of each answer, which cost more than the answer. Whatever ends the exchange early ends its connection too: the limits,
 * and `signal`, with its reason as `abortError` tells it.
 */
export class Exchange implements Dispatcher.DispatchHandler {
  /** Rejects with what ended the exchange. */
  readonly answer: Promise<RawAnswer>;
  /** Something of the answer has come. */
  hasBegun = false;
  readonly #dispatcher: Dispatcher;
  readonly #request: Dispatcher.DispatchOptions;
  readonly #limits: ExchangeLimits;
  readonly #signal: AbortSignal;
  readonly #resolve: (answer: RawAnswer) => void;
  readonly #reject: (error: Error) => void;
  readonly #timer: NodeJS.Timeout;
  // A function: with objects as listeners, exchanges outlived their end by far, and the heap grew until all of it was collected.
  readonly #leave = (): void => this.fail(abortError(this.#signal));
  #controller: Dispatcher.DispatchController | null = null;
  #failure: Error | null = null;
  #status = 0;
  #headers: RawAnswer['headers'] = {};
  #body: Buffer | null = null;
  /** Of a body that comes in several. */
  #chunks: Buffer[] | null = null;
  #bytes = 0;
  #resent = 0;

  constructor(
    dispatcher: Dispatcher,
    request: Dispatcher.DispatchOptions,
    signal: AbortSignal,
    limits: ExchangeLimits,
  ) {
    const { promise, resolve, reject } = Promise.withResolvers<RawAnswer>();
    this.answer = promise;
    this.#resolve = resolve;
    this.#reject = reject;
    this.#dispatcher = dispatcher;
    this.#request = request;
    this.#signal = signal;
    this.#limits = limits;
    this.#timer = setTimeout(timeOut, Math.min(limits.timeoutMs, LONGEST_TIMER_MS), this);
    signal.addEventListener('abort', this.#leave);
    if (signal.aborted) this.#leave();
    else dispatcher.dispatch(request, this);
  }

  timeOut(): void {
    this.fail(this.#limits.timeoutError());
  }

  /** It may have waited for a connection until nobody wants it any more. */
  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#failure !== null) controller.abort(this.#failure);
  }

  onResponseStart(_: unknown, status: number, headers: Record<string, string | string[] | undefined>): void {
    this.hasBegun = true;
    // What comes before the answer itself (`103 Early Hints`) is not asked for.
    if (status < 200) return;
    this.#status = status;
    this.#headers = joined(headers);
  }

  onResponseData(_: unknown, chunk: Buffer): void {
    this.#bytes += chunk.byteLength;
    if (this.#bytes > this.#limits.maxBodyBytes) this.fail(this.#limits.tooLargeError(this.#status));
    else if (this.#body === null) this.#body = chunk;
    else if (this.#chunks === null) this.#chunks = [this.#body, chunk];
    else this.#chunks.push(chunk);
  }

  onResponseEnd(): void {
    this.#letGo();
    const body = this.#chunks === null ? (this.#body ?? NOTHING) : Buffer.concat(this.#chunks);
    this.#resolve({ status: this.#status, headers: this.#headers, body });
  }

  onResponseError(_: unknown, error: Error): void {
    const isOver = this.#failure !== null || this.hasBegun || this.#resent >= this.#limits.mostResends;
    if (isOver || !endedInUse.has(error)) {
      this.#letGo();
      this.#reject(error);
    } else {
      this.#resent += 1;
      this.#limits.onResend();
      // Not within the client's own handling of the connection that has ended.
      queueMicrotask(() => this.#sendAgain());
    }
  }

  #sendAgain(): void {
    this.#controller = null;
    if (this.#failure === null) this.#dispatcher.dispatch(this.#request, this);
  }

  /** Whoever waits hears of it at once, the connection as soon as there is one. */
  fail(failure: Error): void {
    this.#letGo();
    this.#failure = failure;
    this.#reject(failure);
    this.#controller?.abort(failure);
  }

  #letGo(): void {
    clearTimeout(this.#timer);
    this.#signal.removeEventListener('abort', this.#leave);
  }
}

const NOTHING = Buffer.alloc(0);

const timeOut = (exchange: Exchange): void => exchange.timeOut();

/** The client gives their names in lower case. */
function joined(headers: Record<string, string | string[] | undefined>): Record<string, string> {
  const all: Record<string, string> = {};
  for (const name of Object.keys(headers)) {
    const value = headers[name];
    all[name] = Array.isArray(value) ? value.join(', ') : (value ?? '');
  }
  return all;
}
