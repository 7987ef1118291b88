import type { RequestListener } from 'node:http';
import type { Config } from '../../config/config.ts';
import { answerTo, type Operations } from '../../server/routes.ts';
import { createDrain } from './create-drain.ts';
import { listen } from './listen.ts';

/** `/metrics`, `/livez` and `/readyz` on a port of their own, which callers need not reach. */
export const operatorListener =
  (operations: Operations): RequestListener =>
  async (request, response) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.writeHead(405, { allow: 'GET, HEAD' }).end();
      return;
    }
    const path = (request.url ?? '').split('?')[0] ?? '';
    const { status, headers, body } = await answerTo(path, operations, request.headers.host ?? null);
    response.writeHead(status, headers).end(request.method === 'HEAD' ? undefined : body);
  };

/** `url`: of the metrics; `null`: they are on the same port as everything else. */
export async function listenToOperator(
  { server: { metrics } }: Config,
  operations: Operations,
): Promise<{ url: string | null; close: () => Promise<void> }> {
  if (metrics === undefined) return { url: null, close: async () => undefined };
  const { server, url } = await listen(operatorListener(operations), metrics.port, metrics.host);
  return { url: `${url}/metrics`, close: createDrain(server, 1_000).close };
}
