import {
  type IncomingMessage,
  type Server,
  type ServerOptions,
  type ServerResponse,
  STATUS_CODES,
} from 'node:http';
import type { Socket } from 'node:net';
import type { Refusal } from '../../access/caller.ts';
import type { Limits } from '../../limits/limits.ts';
import { errorBody, JSON_TYPE, refusalAnswer } from '../answer.ts';
import { ConnectionRoom } from './connection-room.ts';
import { networkOf } from './network-of.ts';
import { send } from './node-request.ts';

type ConnectionLimits = Pick<Limits, 'connections' | 'headersMs' | 'bodyMs' | 'keepAliveMs'>;

/** For a server whose connections are limited: slow ones are noticed within a second, and a missing `Host` is answered by us. */
export const SERVER_OPTIONS: ServerOptions = { connectionsCheckingInterval: 1_000, requireHostHeader: false };

const LINGER_MS = 1_000;

/** Bounds what connections may take of the process; and answers what is no HTTP as everything else is answered. */
export function limitConnections(server: Server, limits: ConnectionLimits): void {
  boundConnections(server, limits.connections);
  server.headersTimeout = limits.headersMs;
  server.requestTimeout = limits.headersMs + limits.bodyMs;
  server.keepAliveTimeout = limits.keepAliveMs;
  server.on('checkExpectation', (_, outgoing) => send(outgoing, refusalAnswer(NO_EXPECTATION)));
  server.on('clientError', (error: Error & { readonly code?: string }, socket: Socket) => {
    if (!socket.writable || error.code === 'ECONNRESET') socket.destroy();
    else endWith(responseTo(error.code, limits), socket);
  });
}

/** So many at once: see `ConnectionRoom`. */
function boundConnections(server: Server, most: number): void {
  const room = new ConnectionRoom<Socket>(most);
  const addresses = new WeakMap<Socket, string>();
  const addressOf = (socket: Socket): string => addresses.get(socket) ?? '';
  server.on('connection', (socket: Socket) => {
    const address = networkOf(socket.remoteAddress ?? '');
    addresses.set(socket, address);
    socket.once('close', () => room.leave(address, socket));
    room.enter(address, socket)?.destroy();
  });
  server.prependListener('request', ({ socket }: IncomingMessage, outgoing: ServerResponse) => {
    room.begin(addressOf(socket), socket);
    outgoing.once('close', () => room.end(addressOf(socket), socket));
  });
}

/** The client may not close its end, but has a moment to read why ours is closed. */
function endWith(response: string, socket: Socket): void {
  socket.end(response);
  setTimeout(() => socket.destroy(), LINGER_MS).unref();
}

function responseTo(code: string | undefined, limits: ConnectionLimits): string {
  const refused = refusalOf(code, limits);
  const body = errorBody(refused);
  const head = [
    `HTTP/1.1 ${refused.status} ${STATUS_CODES[refused.status]}`,
    'Connection: close',
    `Content-Type: ${JSON_TYPE}`,
    `Content-Length: ${Buffer.byteLength(body)}`,
  ];
  return `${head.join('\r\n')}\r\n\r\n${body}`;
}

/** By what `node:http` calls it. */
function refusalOf(code: string | undefined, { headersMs, bodyMs }: ConnectionLimits): Refusal {
  switch (code) {
    case 'HPE_HEADER_OVERFLOW':
      return refusal(
        431,
        'The headers of the request are larger than 16 KiB, which is all that they may have.',
      );
    case 'HPE_CHUNK_EXTENSIONS_OVERFLOW':
      return refusal(413, 'The extensions of a chunk of the body are too large.');
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return refusal(
        408,
        `The request took too long to come: its headers may take ${headersMs} ms, its body ${bodyMs} ms.`,
      );
    default:
      return refusal(400, 'This is no HTTP request that can be read.');
  }
}

const refusal = (status: number, message: string): Refusal => ({ status, code: 'BAD_USER_INPUT', message });

const NO_EXPECTATION = refusal(417, 'The header `Expect` asks for something that is not known here.');
