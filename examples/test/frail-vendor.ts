import { createServer, request } from 'node:http';

export interface FrailVendor extends AsyncDisposable {
  readonly url: string;
  /** From its next `after` requests on it drops every connection, for so many milliseconds; `null`: for good. */
  readonly fail: (after: number, forMs: number | null) => void;
  readonly heal: () => void;
}

/** Stands before a vendor, as a network does that breaks. */
export async function startFrailVendor(target: string): Promise<FrailVendor> {
  let left = Number.POSITIVE_INFINITY;
  let outageMs: number | null = null;
  let isBroken = false;
  const { hostname, port } = new URL(target);

  const broken = (): boolean => {
    left -= 1;
    if (left >= 0 || isBroken) return isBroken;
    isBroken = true;
    if (outageMs !== null) setTimeout(heal, outageMs).unref();
    return true;
  };
  const heal = (): void => {
    left = Number.POSITIVE_INFINITY;
    isBroken = false;
  };

  const server = createServer((incoming, outgoing) => {
    if (broken()) return void incoming.destroy();
    const { method = 'GET', url: path = '/', headers } = incoming;
    const onwards = request({ hostname, port, method, path, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    onwards.on('error', () => outgoing.destroy());
    incoming.pipe(onwards);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new TypeError('it does not listen');
  return {
    url: `http://127.0.0.1:${address.port}`,
    fail: (after, forMs) => {
      left = after;
      outageMs = forMs;
    },
    heal,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
