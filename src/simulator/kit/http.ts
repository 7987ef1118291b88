import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { answer, type Payload } from './answer.ts';
import type { FaultPlan, RequestRecord, Simulator, SimulatorOptions } from './simulator.ts';

export interface SimulatorRequest {
  readonly method: string;
  /** As sent: still percent-encoded, without the query. */
  readonly path: string;
  /** What the pattern's `:names` stand for, decoded. */
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** As sent: path and query. */
  readonly target: string;
}

/** One of `json` and `text`, or neither for an empty body. */
export interface SimulatorReply {
  readonly status: number;
  readonly json?: unknown;
  readonly text?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export type Handler = (request: SimulatorRequest) => SimulatorReply;

/** E.g. `['GET', '/v2/:project_id/backuppolicy', handler]`; the first that fits is taken. */
export type Route = readonly [method: string, pattern: string, handler: Handler];

export interface ServerOptions extends Pick<SimulatorOptions, 'latencyMs' | 'port' | 'now'> {
  readonly routes: readonly Route[];
  /** Answers what no route fits; `allowed`: the methods that the path does have. */
  readonly notFound: (request: SimulatorRequest, allowed: readonly string[]) => SimulatorReply;
}

/** The part of a simulator that is the same for all; extend it by `Object.assign`, so that `fault` stays settable. */
export type SimulatorServer = Pick<Simulator, 'url' | 'requests' | 'fault' | 'close'>;

const MOST_RECORDS = 10_000;

/** The values of a pattern's names, or `null` where the path does not fit. */
export const matchPath = (pattern: string, path: string): Record<string, string> | null => {
  const [wanted, given] = [pattern.split('/'), path.split('/')];
  if (wanted.length !== given.length) return null;
  const params: Record<string, string> = {};
  for (const [place, segment] of wanted.entries()) {
    const value = given[place] ?? '';
    if (!segment.startsWith(':') && segment !== value) return null;
    if (segment.startsWith(':')) params[segment.slice(1)] = decode(value);
  }
  return params;
};

const decode = (segment: string): string => {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
};

const readBody = async (incoming: IncomingMessage): Promise<string> => {
  const chunks: Uint8Array[] = [];
  for await (const chunk of incoming) if (chunk instanceof Uint8Array) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
};

const readRequest = (incoming: IncomingMessage, body: string): SimulatorRequest => {
  const target = incoming.url ?? '/';
  const mark = target.indexOf('?');
  const headers = Object.fromEntries(
    Object.entries(incoming.headers).map(([name, value]) => [name, [value ?? ''].flat().join(', ')]),
  );
  return {
    method: incoming.method ?? 'GET',
    path: mark < 0 ? target : target.slice(0, mark),
    params: {},
    query: new URLSearchParams(mark < 0 ? '' : target.slice(mark + 1)),
    headers,
    body,
    target,
  };
};

const dispatch = (request: SimulatorRequest, { routes, notFound }: ServerOptions): SimulatorReply => {
  const allowed: string[] = [];
  for (const [method, pattern, handler] of routes) {
    const params = matchPath(pattern, request.path);
    if (params === null) continue;
    if (method === request.method) return handler({ ...request, params });
    allowed.push(method);
  }
  return notFound(request, allowed);
};

const payloadOf = (reply: SimulatorReply): Payload => {
  const isJson = reply.json !== undefined;
  const type = isJson ? 'application/json;charset=UTF-8' : 'text/plain;charset=UTF-8';
  return {
    status: reply.status,
    headers: { 'content-type': type, ...reply.headers },
    body: isJson ? JSON.stringify(reply.json) : (reply.text ?? ''),
  };
};

const safely = (handle: () => SimulatorReply): SimulatorReply => {
  try {
    return handle();
  } catch (error) {
    return { status: 500, text: `the simulator itself failed: ${error}` };
  }
};

/** An HTTP server on 127.0.0.1 that routes, waits, records and goes wrong as it is told. */
export const startServer = async (options: ServerOptions): Promise<SimulatorServer> => {
  const closing = new AbortController();
  const requests: RequestRecord[] = [];

  const handle = async (incoming: IncomingMessage, response: ServerResponse) => {
    const request = readRequest(incoming, await readBody(incoming));
    const { method, path, query, headers } = request;
    const record = { at: options.now(), method, path, query: [...query], status: 0, headers: { ...headers } };
    if (requests.push(record) > MOST_RECORDS) requests.shift();
    const fault = server.fault?.({ path, query }) ?? null;
    const wait = options.latencyMs + (fault?.kind === 'delay' ? fault.ms : 0);
    if (wait > 0) await sleep(wait, undefined, { signal: closing.signal });
    const payload = () => payloadOf(safely(() => dispatch(request, options)));
    record.status = await answer({
      response,
      target: request.target,
      payload,
      fault,
      signal: closing.signal,
    });
  };

  const listener = createServer((incoming, response) => {
    handle(incoming, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    listener.once('error', reject);
    listener.listen(options.port, '127.0.0.1', resolve);
  });
  const address = listener.address();
  const port = typeof address === 'object' && address !== null ? address.port : options.port;

  const server: { fault: FaultPlan | null } & SimulatorServer = {
    url: `http://127.0.0.1:${port}`,
    requests,
    fault: null,
    close: () =>
      new Promise((resolve) => {
        closing.abort();
        listener.close(() => resolve());
        listener.closeAllConnections();
      }),
  };
  return server;
};
