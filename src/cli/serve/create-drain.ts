import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { Server as NetServer, type Socket } from 'node:net';
import { PassingMap } from '../../scope/passing-map.ts';
import { type Traffic, untilQuiet } from './until-quiet.ts';

export interface Drain {
  /** Of this process alone. */
  readonly traffic: () => Traffic;
  /** Serves on; but each answer from now on ends its connection, so that clients go elsewhere without losing anything. */
  readonly announce: () => void;
  /** Closes the port and idle connections, and lets running requests finish. */
  readonly close: () => Promise<void>;
}

/** How long a connection that has just been made may take to bring its request. */
const LINGER_MS = 1_000;

/** The other processes that share the port. */
export interface PortSharers {
  /** Of all processes together; `own`: of this one, for when the others cannot be asked. */
  readonly traffic: (own: () => Traffic) => Promise<Traffic>;
  /** Resolves when all have closed the port; a client that is answered before connects again, to one that is just about to close. */
  readonly allClosed: () => Promise<unknown>;
}

const NOBODY: PortSharers = { traffic: async (own) => own(), allClosed: async () => undefined };

/**
 * Watches a server from its beginning, and ends it in these two steps. `patienceMs`: how long running requests may go on after
 * the port is closed. `sharers`: default, nobody.
 */
export function createDrain(server: Server, patienceMs: number, sharers: PortSharers = NOBODY): Drain {
  /** How many requests each connection has brought. */
  const sockets = new Map<Socket, number>();
  const running = new PassingMap<number, [ServerResponse, Socket]>();
  let isEnding = false;
  let connections = 0;
  let requests = 0;
  let isHolding = false;
  let held = 0;
  const brought = (socket: Socket): number => sockets.get(socket) ?? 0;
  server.on('connection', (socket: Socket) => {
    connections += 1;
    sockets.set(socket, 0);
    socket.once('close', () => sockets.delete(socket));
  });
  server.prependListener('request', ({ socket }: IncomingMessage, response: ServerResponse) => {
    sockets.set(socket, brought(socket) + 1);
    requests += 1;
    const request = requests;
    running.set(request, [response, socket]);
    const holding = Number(isHolding);
    held += holding;
    response.once('close', () => {
      running.delete(request);
      held -= holding;
    });
    if (isEnding) response.shouldKeepAlive = false;
  });

  const announce = (): void => {
    isEnding = true;
    for (const [response, socket] of running.values()) endAfter(response, socket);
  };

  /**
   * From now on the first request of a connection alone is served: the connection was made before the port closed. And it
   * waits until that has happened, so that clients who ask again and again leave a moment in which nobody connects. Those who
   * only watch requests, and were put before the one who answers, see that it is under way.
   */
  const holdRequests = (): (() => void) => {
    isHolding = true;
    const [...watching] = server.listeners('request');
    const answer = watching.pop();
    const closing = Promise.withResolvers<void>();
    server.removeAllListeners('request');
    for (const watch of watching) server.on('request', (...args) => watch.apply(server, args));
    server.on('request', async (request: IncomingMessage, response) => {
      if (brought(request.socket) > 1) return refuse(request, response);
      await closing.promise;
      answer?.call(server, request, response);
    });
    return closing.resolve;
  };

  const traffic = (): Traffic => ({ connections, running: running.size - held });

  return {
    traffic,
    announce,
    close: async () => {
      announce();
      const release = holdRequests();
      const busy = new Set([...running.values()].map(([, socket]) => socket));
      for (const [socket, asked] of sockets) if (asked > 0 && !busy.has(socket)) socket.destroy();
      await untilQuiet(() => sharers.traffic(traffic));
      const closed = closePort(server);
      await sharers.allClosed();
      release();
      const linger = setTimeout(endSilent, Math.min(LINGER_MS, patienceMs), sockets);
      const hurry = setTimeout(() => server.closeAllConnections(), patienceMs);
      await closed;
      clearTimeout(linger);
      clearTimeout(hurry);
    },
  };
}

/** Without the HTTP server's own `close`, which also ends connections that are about to bring their first request. */
const closePort = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    NetServer.prototype.close.call(server, () => {
      // For the timers of the HTTP server: that it is closed already is no fault.
      server.close(() => resolve());
    });
  });

function endSilent(sockets: ReadonlyMap<Socket, number>): void {
  for (const [socket, asked] of sockets) if (asked === 0) socket.destroy();
}

/** Says so where the headers have not gone out yet; else the client learns of it from the connection's end. */
function endAfter(response: ServerResponse, socket: Socket): void {
  if (!response.headersSent) response.setHeader('connection', 'close');
  response.once('close', () => socket.destroySoon());
}

function refuse(_request: IncomingMessage, response: ServerResponse): void {
  response.writeHead(503, { connection: 'close' }).end();
}
