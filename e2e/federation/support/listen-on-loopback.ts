import type { AddressInfo, Server } from 'node:net';

/** A server that a test has started. */
export interface Started extends AsyncDisposable {
  readonly url: string;
}

/** Listens on loopback; port 0 takes any free one. */
export async function listenOnLoopback(
  server: Server & { closeAllConnections(): void },
  port = 0,
): Promise<Started> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const { port: taken } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${taken}`,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
