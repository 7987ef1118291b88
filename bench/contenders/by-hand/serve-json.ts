import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Operation {
  readonly operationName: string;
  readonly variables: { readonly first: number; readonly before: string };
}

/** Serves what is made of each operation, with as little as `node:http` can do with, and prints where. */
export async function serveJson(dataOf: (operation: Operation) => unknown): Promise<void> {
  const server = createServer(async (request, response) => {
    const body = JSON.stringify({ data: await dataOf(JSON.parse(await textOf(request))) });
    response.writeHead(200, {
      'content-type': 'application/json; charset=utf-8',
      'content-length': Buffer.byteLength(body),
    });
    response.end(body);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  console.log(`http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`);
}

function textOf(request: IncomingMessage): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    request.setEncoding('utf8');
    request.on('data', (chunk) => {
      text += chunk;
    });
    request.on('end', () => resolve(text));
    request.on('error', reject);
  });
}
