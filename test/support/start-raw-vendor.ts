import { createServer, type IncomingMessage } from 'node:http';

/** An answer to the byte. */
export interface RawAnswer {
  readonly status?: number;
  /** Default: JSON. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
}

export interface RawVendor extends AsyncDisposable {
  readonly url: string;
  readonly requests: IncomingMessage[];
}

/** A vendor of a test's own, on loopback; `null`: the connection dies. */
export async function startRawVendor(
  answer: (request: IncomingMessage) => RawAnswer | null,
): Promise<RawVendor> {
  const requests: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    requests.push(request);
    request.resume();
    const given = answer(request);
    if (given === null) {
      request.socket.resetAndDestroy();
      return;
    }
    const { status = 200, headers = { 'content-type': 'application/json' }, body } = given;
    response.writeHead(status, headers).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new TypeError('the vendor does not listen');
  return {
    url: `http://127.0.0.1:${address.port}`,
    requests,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
