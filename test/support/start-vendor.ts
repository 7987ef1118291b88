import { createServer } from 'node:http';

export interface VendorRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
}

export interface VendorAnswer {
  readonly status?: number;
  readonly body: unknown;
}

export interface StartedVendor extends AsyncDisposable {
  readonly url: string;
  /** Newest last; tests may empty it. */
  readonly requests: VendorRequest[];
}

/** A vendor of a test's own, on loopback; `null`: there is no such path. */
export async function startVendor(
  answer: (request: VendorRequest) => VendorAnswer | null,
): Promise<StartedVendor> {
  const requests: VendorRequest[] = [];
  const server = createServer((incoming, response) => {
    const { pathname, searchParams } = new URL(incoming.url ?? '/', 'http://vendor.test');
    const request = { method: incoming.method ?? '', path: pathname, query: searchParams };
    requests.push(request);
    incoming.resume();
    const { status = 200, body } = answer(request) ?? { status: 404, body: { error: 'no such path' } };
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
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
