import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Access, TOKEN, type VendorAccess } from '../world/access.ts';
import { VENDORS, type Vendor, type World } from '../world/world.ts';
import { simulators } from './index.ts';
import { SESSION } from './zstack.ts';

/*
 * All vendors of one world in one process, told by its argument. The parent is sent how they are reached, and, whenever
 * it asks, how many requests have come so far.
 */

const world: World = JSON.parse(process.argv[2] ?? '');
let requests = 0;

/** Only a caller who has signed in gets an answer: a contender that forgets to is found out. */
function isKnown({ method, headers }: IncomingMessage): boolean {
  if (method === 'PUT') return true;
  return headers['x-auth-token'] === TOKEN || headers.authorization === `OAuth ${SESSION}`;
}

function send(response: ServerResponse, status: number, json: object): void {
  const body = JSON.stringify(json);
  response.writeHead(status, {
    'content-type': 'application/json;charset=UTF-8',
    'content-length': Buffer.byteLength(body),
  });
  response.end(body);
}

async function start(vendor: Vendor): Promise<VendorAccess> {
  const simulate = simulators[vendor](world);
  const server = createServer(async (request, response) => {
    requests += 1;
    if (world.latencyMs > 0) await sleep(world.latencyMs);
    if (!isKnown(request))
      return send(response, 401, { error_code: 'APIGW.0301', error_msg: 'who are you?' });
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://vendor');
    const segments = pathname.slice(1).split('/');
    const json = simulate({ method: request.method ?? '', segments, query: searchParams });
    return json === undefined
      ? send(response, 404, { error_code: 'APIGW.0101', error_msg: 'no such API' })
      : send(response, 200, json);
  });
  server.keepAliveTimeout = 600_000;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return { endpoint: `http://127.0.0.1:${port}` };
}

const vendors = VENDORS.filter((vendor) => (world.streams[vendor] ?? 0) > 0);
const started = await Promise.all(vendors.map(async (vendor) => [vendor, await start(vendor)] as const));
const access: Access = Object.fromEntries(started);

process.on('message', () => process.send?.(requests));
process.on('disconnect', () => process.exit());
process.send?.(access);
