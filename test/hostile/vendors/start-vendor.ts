import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { createRandom } from '../random.ts';
import type { OutagePlan, Style } from '../scenario.ts';
import type { WorldSource } from '../world/world.ts';
import { createCutter } from './create-cutter.ts';
import { speakCss } from './css.ts';
import { spellOddly } from './odd-spelling.ts';
import { speakServicestage } from './servicestage.ts';
import type { Asked, Cutter, Speech, VendorReply } from './speech.ts';
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
  /** When the vendor last told which lists there are, */
  readonly discoveredAt: () => number;
  /** and when that was told to its end. */
  readonly toldAt: () => number;
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
  let toldAt = 0;
  const hanging = new Set<ServerResponse>();
  const used = new WeakSet<Socket>();
  const spelling = createRandom(`${seed}/${source.id}/spelling`);

  const server = createServer((incoming, response) => void serve(incoming, response));

  async function serve(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    incoming.resume();
    const { pathname, searchParams } = new URL(incoming.url ?? '/', 'http://vendor.test');
    const asked = SPEECHES[source.plan.style](source, { path: pathname, query: searchParams }, cut);
    if (asked === null) return send(response, { status: 404, body: { error_code: 'APIGW.0101' } });
    if (isDropped(incoming)) return void incoming.socket.resetAndDestroy();
    requests[asked.about === 'jobs' ? 'jobs' : 'others'] += 1;
    const outage = outages.find((one) => hits(one, asked, source, cut));
    if (outage !== undefined && outage.kind !== 'slow') return fail(outage, asked, response);
    const wait = source.plan.latencyMs + (outage === undefined ? 0 : SLOW_MS);
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait).unref());
    if (response.destroyed) return;
    reply(response, asked.reply());
    if (asked.about === 'discovery') toldAt = Date.now();
    if (asked.about === 'discovery' && asked.list === null) discoveredAt = toldAt;
    if (asked.about === 'jobs') answered();
  }

  /** Who asks again on a new connection is answered. */
  function isDropped({ method, socket }: IncomingMessage): boolean {
    const isUsed = used.has(socket);
    used.add(socket);
    return source.plan.dropsReused && isUsed && method === 'GET';
  }

  function reply(response: ServerResponse, { status, body }: VendorReply): void {
    const isOdd = source.plan.isOddlySpelled && typeof body !== 'string';
    const text = isOdd ? spellOddly(body, spelling) : '';
    if (text === null) response.writeHead(204).end();
    else if (isOdd) sendText(response, status, text, { 'content-encoding': spelling.pick(ENCODINGS) });
    else send(response, { status, body });
  }

  function fail({ kind }: OutagePlan, asked: Asked, response: ServerResponse): void {
    if (kind === 'hang') hanging.add(response);
    else if (kind === 'cut') breakOff(response, JSON.stringify(asked.reply().body));
    else if (kind === '500') send(response, { status: 500, body: 'oops' });
    else if (kind === '429') send(response, { status: 429, body: '' }, { 'retry-after': '1' });
    else if (kind === 'garbage') send(response, { body: '<html>try again later</html>' });
    else if (kind === 'shape') send(response, { body: spelling.pick(OTHER_SHAPES) });
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
    toldAt: () => toldAt,
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

/** Words for bytes as they are. */
const ENCODINGS: readonly string[] = ['identity', 'UTF-8', 'none'];

/** Nothing of a list, though they are JSON and come with a 200. */
const OTHER_SHAPES: readonly object[] = [
  { message: 'try again later' },
  { error_code: 'XYZ.0001', error_msg: 'try again later' },
  { itemNotFound: { message: 'try again later', code: 404 } },
];

function hits(outage: OutagePlan, asked: Asked, source: WorldSource, cut: Cutter): boolean {
  if (asked.about === 'other') return outage.hits === 'all' && outage.at === undefined;
  if (outage.hits !== 'all' && outage.hits !== asked.about) return false;
  const isHere = outage.list === null || [...source.lists.keys()].indexOf(asked.list ?? '') === outage.list;
  return isHere && (outage.at === undefined || isAt(outage.at, asked, cut));
}

function isAt(end: 'first' | 'last', asked: Asked, cut: Cutter): boolean {
  cut.takeLatest();
  asked.reply();
  const latest = cut.takeLatest();
  return latest !== null && (end === 'first' ? latest.isFirst : latest.isLast);
}

const sendText = (
  response: ServerResponse,
  status: number | undefined,
  text: string,
  headers: Record<string, string>,
): void =>
  void response.writeHead(status ?? 200, { 'content-type': 'application/json', ...headers }).end(text);

function send(
  response: ServerResponse,
  { status, body }: VendorReply,
  headers: Record<string, string> = {},
): void {
  if (typeof body !== 'string') sendText(response, status, JSON.stringify(body), headers);
  else sendText(response, status, body, { 'content-type': 'text/html', ...headers });
}

/** Half of what was promised. */
function breakOff(response: ServerResponse, text: string): void {
  const bytes = Buffer.from(text);
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': bytes.length });
  response.write(bytes.subarray(0, bytes.length >> 1), () => response.destroy());
}
