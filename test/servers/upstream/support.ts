import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { FaultReader } from '../../../src/datasource/contract/transport.ts';
import { SourceError } from '../../../src/model/source-error.ts';
import type { SourceScope } from '../../../src/scope/request-scope.ts';
import type { Authenticator } from '../../../src/upstream/auth/authenticator.ts';
import { createHeaderToken } from '../../../src/upstream/auth/fixed-headers.ts';
import {
  createTransport,
  type SourceTransport,
  type TransportOptions,
} from '../../../src/upstream/create-transport.ts';
import { upstreamLimits } from '../../../src/upstream/upstream-limits.ts';
import { sourceScope } from '../../support/source-scope.ts';

export type Handler = (request: IncomingMessage, response: ServerResponse) => void;

export interface Upstream extends AsyncDisposable {
  readonly origin: string;
  readonly transport: SourceTransport;
  readonly requests: IncomingMessage[];
  /** One read of `/jobs`; gives `body`, or the code of the error. */
  ask(context?: SourceScope, path?: string): Promise<unknown>;
}

export interface UpstreamOptions extends Partial<Omit<TransportOptions, 'limits'>> {
  readonly limits?: Readonly<Record<string, unknown>>;
  readonly scheme?: string;
}

export const token: Authenticator = createHeaderToken({ header: 'x-auth-token', token: 'static-s3cr3t' });
export const noFault: FaultReader = () => null;

/** A loopback server and a transport to it; retries are off unless asked for. */
export async function upstream(handle: Handler, options: UpstreamOptions = {}): Promise<Upstream> {
  const requests: IncomingMessage[] = [];
  const server = await listen((request, response) => {
    requests.push(request);
    handle(request, response);
  });
  const origin = `${options.scheme ?? 'http'}://127.0.0.1:${server.port}`;
  const transport = createTransport({
    sourceId: 's1',
    endpoint: origin,
    authenticator: token,
    readFault: noFault,
    ...options,
    limits: upstreamLimits.parse({ timeoutMs: 5_000, retries: 0, ...options.limits }),
  });
  return {
    origin,
    transport,
    requests,
    ask: (context = sourceScope(), path = '/jobs') => outcome(transport, context, path),
    [Symbol.asyncDispose]: async () => {
      await transport.close();
      await server.close();
    },
  };
}

export async function outcome(
  transport: SourceTransport,
  context: SourceScope,
  path: string,
): Promise<unknown> {
  try {
    return (await transport.send({ path }, context)).body;
  } catch (error) {
    return error instanceof SourceError ? error.code : error;
  }
}

export async function listen(handle: RequestListener): Promise<{ port: number; close(): Promise<void> }> {
  const server = createServer({ maxHeaderSize: 64 * 1024 }, handle);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: portOf(server.address()),
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === 'string')
    throw new Error('the server does not listen on a port');
  return address.port;
}

export const json = (
  response: ServerResponse,
  body: unknown,
  status = 200,
  headers: Record<string, string> = {},
) => response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
