import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Caller } from '../../access/caller.ts';
import type { Answer } from '../answer.ts';
import type { Asked } from '../asked.ts';
import { type Sharer, shareKey } from '../operation/shared-operations.ts';

/** Any: routes are told by the path alone, and a client may write into `Host` what it likes. */
const ORIGIN = 'http://localhost';

/** Nothing of it is written in another way in a URL. */
const PLAIN_PATH = /^[\w/-]+$/;

/** `null`: what is asked for is no path, nor a URL. */
export function urlOf(target: string): string | null {
  if (target.startsWith('/')) return ORIGIN + target;
  if (!/^https?:\/\//i.test(target) || !URL.canParse(target)) return null;
  const { pathname, search } = new URL(target);
  return ORIGIN + pathname + search;
}

/** A request of `node:http`. What few requests need is made when it is asked for. */
export class NodeRequest implements Asked, Sharer {
  readonly incoming: IncomingMessage;
  readonly outgoing: ServerResponse;
  readonly url: string;
  caller: Caller | null = null;
  types: readonly string[] = [];
  /** Once it has been read. */
  body = '';
  #path: string | null = null;
  #leave: (() => void) | null = null;
  #controller: AbortController | null = null;
  #key: string | null = null;

  /** `url`: as `urlOf` gives it. */
  constructor(incoming: IncomingMessage, outgoing: ServerResponse, url: string) {
    this.incoming = incoming;
    this.outgoing = outgoing;
    this.url = url;
  }

  get method(): string {
    return this.incoming.method ?? 'GET';
  }

  get path(): string {
    this.#path ??= this.#readPath();
    return this.#path;
  }

  #readPath(): string {
    const path = this.url.slice(ORIGIN.length);
    return PLAIN_PATH.test(path) ? path : new URL(this.url).pathname;
  }

  readonly header = (name: string): string | null => {
    const value = this.incoming.headers[name];
    return typeof value === 'string' ? value : (value?.join(', ') ?? null);
  };

  /** With names in lower case. */
  get headers(): Readonly<Record<string, string>> {
    const names = Object.keys(this.incoming.headers);
    return Object.fromEntries(names.map((name) => [name, this.header(name) ?? '']));
  }

  /** Of its body, too. */
  get key(): string {
    this.#key ??= shareKey(this.incoming.rawHeaders, this.body);
    return this.#key;
  }

  get signal(): AbortSignal {
    return this.#aborting().signal;
  }

  get isGone(): boolean {
    return this.#controller === null ? this.outgoing.destroyed : this.#controller.signal.aborted;
  }

  abort(reason?: unknown): void {
    this.#aborting().abort(reason);
  }

  /** What is done when the client goes before it has its answer; where this is not called, the signal aborts. */
  onLeave(leave: () => void): void {
    this.#watch();
    this.#leave = leave;
  }

  #aborting(): AbortController {
    if (this.#controller === null) {
      this.#controller = new AbortController();
      this.#watch();
    }
    return this.#controller;
  }

  #watch(): void {
    if (this.#leave !== null) return;
    const leave = (): void => this.abort();
    this.#leave = leave;
    if (this.outgoing.destroyed) this.abort();
    this.outgoing.once('close', () => {
      if (!this.outgoing.writableFinished) this.#leave?.();
    });
  }
}

/** Head and body go out in one piece. */
export function send(outgoing: ServerResponse, { status, headers, body }: Answer): void {
  if (outgoing.destroyed) return;
  if (outgoing.headersSent) outgoing.destroy();
  else if (body === null) outgoing.writeHead(status, headers).end();
  else outgoing.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body) }).end(body);
}
