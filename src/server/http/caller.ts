import type { IncomingMessage, ServerResponse } from 'node:http';
import type { FetchAPI } from '@whatwg-node/server';
import { upTo } from './body-limit.ts';

/** One request, and who waits for its answer. */
export interface Caller {
  readonly request: Request;
  readonly incoming: IncomingMessage;
  readonly outgoing: ServerResponse;
  /** Ends what is done for the request: its signal aborts. */
  readonly abort: () => void;
  /** Called once, when the client goes before it has its answer; at first the same as `abort`. */
  leave: () => void;
}

/** Any: routes are told by the path alone, and a client may write into `Host` what it likes. */
const ORIGIN = 'http://localhost';

/** `null`: what is asked for is no path, nor a URL. */
export function urlOf(target: string): string | null {
  if (target.startsWith('/')) return ORIGIN + target;
  if (!/^https?:\/\//i.test(target) || !URL.canParse(target)) return null;
  const { pathname, search } = new URL(target);
  return ORIGIN + pathname + search;
}

/** A request as the library knows it; its body is read when it is asked for. `limit`: bytes that the body may have. */
export function callerOf(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  url: string,
  limit: number,
  { Request }: FetchAPI,
): Caller {
  const controller = new AbortController();
  const request = new Request(url, {
    method: incoming.method ?? 'GET',
    // The library's own types are those of browsers, and say less than it takes.
    headers: incoming.headers as Record<string, string>,
    signal: controller.signal,
    ...bodyOf(incoming, limit),
  });
  const abort = (): void => controller.abort();
  const caller: Caller = { request, incoming, outgoing, abort, leave: abort };
  outgoing.once('close', () => {
    if (!outgoing.writableFinished) caller.leave();
  });
  return caller;
}

function bodyOf(incoming: IncomingMessage, limit: number): object {
  if (incoming.method === 'GET' || incoming.method === 'HEAD') return {};
  const tellsLength = incoming.headers['content-length'] !== undefined;
  return { body: tellsLength ? incoming : upTo(limit, incoming), duplex: 'half' };
}
