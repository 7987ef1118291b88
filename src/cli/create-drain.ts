import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** How long running requests may go on; the rest of ten seconds is for closing everything else. */
const PATIENCE_MS = 9_000;

/**
 * Watches a server from its beginning, and gives the function that ends it: takes nothing new, neither on new connections
 * nor on those that are kept, closes those that carry no request, and lets running requests finish, for nine seconds at most.
 */
export function createDrain(server: Server, patienceMs: number = PATIENCE_MS): () => Promise<void> {
  const sockets = new Set<Socket>();
  const running = new Map<ServerResponse, Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  server.prependListener('request', ({ socket }: IncomingMessage, response: ServerResponse) => {
    running.set(response, socket);
    response.once('close', () => running.delete(response));
  });

  return async () => {
    server.removeAllListeners('request').on('request', refuse);
    const closed = new Promise<void>((resolve) => {
      server.close(() => resolve());
    });
    for (const [response, socket] of running) endAfter(response, socket);
    const busy = new Set(running.values());
    for (const socket of sockets) if (!busy.has(socket)) socket.destroy();
    const hurry = setTimeout(() => server.closeAllConnections(), patienceMs);
    await closed;
    clearTimeout(hurry);
  };
}

/** Says so where the headers have not gone out yet; else the client learns of it from the connection's end. */
function endAfter(response: ServerResponse, socket: Socket): void {
  if (!response.headersSent) response.setHeader('connection', 'close');
  response.once('close', () => socket.destroySoon());
}

function refuse(_request: IncomingMessage, response: ServerResponse): void {
  response.writeHead(503, { connection: 'close' }).end();
}
