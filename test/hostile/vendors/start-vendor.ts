import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { OutagePlan, Style } from '../scenario.ts';
import type { WorldSource } from '../world/world.ts';
import { createCutter } from './create-cutter.ts';
import { speakCss } from './css.ts';
import { speakServicestage } from './servicestage.ts';
import type { Asked, Speech, VendorReply } from './speech.ts';
import { speakVbs } from './vbs.ts';
import { speakWorkspace } from './workspace.ts';
import { speakZstack } from './zstack.ts';

const SPEECHES: Readonly<Record<Style, Speech>> = {
  zstack: speakZstack,
  'huawei-workspace': speakWorkspace,
  'huawei-css': speakCss,
  'huawei-vbs': speakVbs,
  'huawei-servicestage': speakServicestage,
};

export interface HostileVendor extends AsyncDisposable {
  readonly url: string;
  /** Requests since the start that asked for rows, and that asked for anything else. */
  readonly requests: { jobs: number; others: number };
  /** When the vendor last told which lists there are. */
  readonly discoveredAt: () => number;
  readonly suffer: (outages: readonly OutagePlan[]) => Promise<void>;
}

/** A vendor of the world on a port of its own. `answered` runs behind each answer with rows. */
export async function startHostileVendor(
  source: WorldSource,
  seed: number,
  answered: () => void,
): Promise<HostileVendor> {
  const cut = createCutter(source, seed);
  const requests = { jobs: 0, others: 0 };
  let outages: readonly OutagePlan[] = [];
  let discoveredAt = 0;
  const hanging = new Set<ServerResponse>();

  const server = createServer((incoming, response) => void serve(incoming, response));

  async function serve(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    incoming.resume();
    const { pathname, searchParams } = new URL(incoming.url ?? '/', 'http://vendor.test');
    const asked = SPEECHES[source.plan.style](source, { path: pathname, query: searchParams }, cut);
    if (asked === null) return send(response, { status: 404, body: { error_code: 'APIGW.0101' } });
    requests[asked.about === 'jobs' ? 'jobs' : 'others'] += 1;
    const outage = outages.find((one) => hits(one, asked, source));
    if (outage !== undefined && outage.kind !== 'slow') return fail(outage, response);
    const wait = source.plan.latencyMs + (outage === undefined ? 0 : SLOW_MS);
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait).unref());
    if (response.destroyed) return;
    send(response, asked.reply());
    if (asked.about === 'discovery' && asked.list === null) discoveredAt = Date.now();
    if (asked.about === 'jobs') answered();
  }

  function fail({ kind }: OutagePlan, response: ServerResponse): void {
    if (kind === 'hang') hanging.add(response);
    else if (kind === '500') send(response, { status: 500, body: 'oops' });
    else if (kind === '429') send(response, { status: 429, body: '' }, { 'retry-after': '1' });
    else if (kind === 'garbage') send(response, { body: '<html>try again later</html>' });
    else if (kind === 'shape') send(response, { body: { message: 'try again later' } });
    else response.destroy();
  }

  const listenOn = (port: number): Promise<void> =>
    new Promise((resolve) => server.listen(port, '127.0.0.1', resolve));
  const stop = async (): Promise<void> => {
    server.closeAllConnections();
    if (server.listening) await new Promise((resolve) => server.close(resolve));
  };
  await listenOn(0);
  const { port } = server.address() as AddressInfo;

  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    discoveredAt: () => discoveredAt,
    suffer: async (now) => {
      outages = now;
      const isRefusing = now.some(({ kind }) => kind === 'refused');
      if (isRefusing) await stop();
      else if (!server.listening) await listenOn(port);
      for (const response of hanging) response.destroy();
      hanging.clear();
    },
    [Symbol.asyncDispose]: stop,
  };
}

/** Past every deadline that a walk with slow vendors sets. */
const SLOW_MS = 1_500;

function hits(outage: OutagePlan, asked: Asked, source: WorldSource): boolean {
  if (asked.about === 'other') return outage.hits === 'all';
  if (outage.hits !== 'all' && outage.hits !== asked.about) return false;
  return outage.list === null || [...source.lists.keys()].indexOf(asked.list ?? '') === outage.list;
}

function send(
  response: ServerResponse,
  { status = 200, body }: VendorReply,
  headers: Record<string, string> = {},
): void {
  const isText = typeof body === 'string';
  response.writeHead(status, { 'content-type': isText ? 'text/html' : 'application/json', ...headers });
  response.end(isText ? body : JSON.stringify(body));
}
