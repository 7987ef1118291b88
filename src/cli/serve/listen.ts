import { once } from 'node:events';
import type { RequestListener, Server } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DEFAULT_LIMITS, type Limits } from '../../limits/limits.ts';
import { limitConnections, SERVER_OPTIONS } from '../../server/http/limit-connections.ts';
import { StartFault } from '../start-fault.ts';

/** Listens, within limits, and tells the address it really got; throws `StartFault` where it may not. */
export async function listen(
  listener: RequestListener,
  port: number,
  host: string,
  limits: Partial<Limits> = {},
): Promise<Listening> {
  const server = createServer(SERVER_OPTIONS, listener);
  limitConnections(server, { ...DEFAULT_LIMITS, ...limits });
  server.listen(port, host);
  try {
    await once(server, 'listening');
  } catch (error) {
    throw new StartFault(reasonOf(error, port, host));
  }
  const address = server.address() as AddressInfo;
  const name = address.family === 'IPv6' ? `[${address.address}]` : address.address;
  return { server, url: `http://${name}:${address.port}` };
}

export interface Listening {
  readonly server: Server;
  readonly url: string;
}

function reasonOf(error: unknown, port: number, host: string): string {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  if (code === 'EADDRINUSE')
    return `Port ${port} on ${host} is taken; stop what listens there, or give another with --port.`;
  if (code === 'EACCES') return `Port ${port} needs more rights; give one above 1023 with --port.`;
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
    return `${host} is no address of this machine; give another with --host.`;
  return `Cannot listen on ${host}:${port}: ${error instanceof Error ? error.message : 'unknown error'}.`;
}
