import type { Server } from 'node:http';

const PATIENCE_MS = 10_000;

/** Takes no new connections and lets running requests finish, for ten seconds at most. */
export async function drain(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => {
    server.close(() => resolve());
  });
  server.closeIdleConnections();
  const hurry = setTimeout(() => server.closeAllConnections(), PATIENCE_MS);
  await closed;
  clearTimeout(hurry);
}
