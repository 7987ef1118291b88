import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Access, TOKEN } from '../world/access.ts';
import { VENDORS, type World } from '../world/world.ts';
import { simulators } from './index.ts';
import type { SimulatorAnswer, SimulatorOrder } from './order.ts';
import type { Simulator } from './simulator.ts';
import { SESSION } from './zstack.ts';

/*
 * All vendors of one world in one process, told by its argument. Each contender has servers of its own, so that what it does while
 * others are measured is not counted as theirs.
 */

const KEEP_ALIVE_MS = 600_000;

const world: World = JSON.parse(process.argv[2] ?? '');
const vendors = VENDORS.filter((vendor) => (world.streams[vendor] ?? 0) > 0).map(
  (vendor) => [vendor, simulators[vendor](world)] as const,
);
const requests = new Map<string, number>();

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

async function answer(
  simulate: Simulator,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (world.latencyMs > 0) await sleep(world.latencyMs);
  if (!isKnown(request)) return send(response, 401, { error_code: 'APIGW.0301', error_msg: 'who are you?' });
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://vendor');
  const segments = pathname.slice(1).split('/');
  const json = simulate({ method: request.method ?? '', segments, query: searchParams });
  return json === undefined
    ? send(response, 404, { error_code: 'APIGW.0101', error_msg: 'no such API' })
    : send(response, 200, json);
}

async function listen(simulate: Simulator, contender: string): Promise<string> {
  const server = createServer((request, response) => {
    requests.set(contender, (requests.get(contender) ?? 0) + 1);
    return answer(simulate, request, response);
  });
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function open(contender: string): Promise<Access> {
  const opened = await Promise.all(
    vendors.map(async ([vendor, simulate]) => [vendor, { endpoint: await listen(simulate, contender) }]),
  );
  return Object.fromEntries(opened);
}

const follow = ({ kind, contender }: SimulatorOrder): Promise<SimulatorAnswer> | SimulatorAnswer =>
  kind === 'open' ? open(contender) : (requests.get(contender) ?? 0);

process.on('message', async (order: SimulatorOrder) => process.send?.(await follow(order)));
process.on('disconnect', () => process.exit());
