import { randomBytes } from 'node:crypto';
import type { TemporaryKey } from './iam.ts';
import { type Handler, type SimulatorReply, startServer } from './kit/http.ts';
import type { Simulator } from './kit/simulator.ts';
import { simulatorOptions } from './kit/simulator-options.ts';

export interface EcsMetadataOptions {
  readonly now?: () => number;
  /** What the machine's agency gives; `null`: it has none. */
  readonly issueKey: (() => TemporaryKey) | null;
  /** Whether it knows tokens of its own: older machines do not, newer ones may insist on them. */
  readonly tokens: 'unknown' | 'accepted' | 'required';
}

export type EcsMetadata = Pick<Simulator, 'url' | 'requests' | 'fault' | 'close'>;

const plain = (status: number, body: string): SimulatorReply => ({ status, text: body });

/** The metadata service of a machine, on loopback (docs/vendors/huawei-common.md#metadata-of-the-machine). */
export async function createEcsMetadataSimulator(options: EcsMetadataOptions): Promise<EcsMetadata> {
  const given = new Set<string>();
  const { issueKey, tokens } = options;

  const giveToken: Handler = ({ headers }) => {
    if (tokens === 'unknown') return plain(405, 'Method Not Allowed');
    if (!/^\d+$/.test(headers['x-metadata-token-ttl-seconds'] ?? '')) return plain(400, 'Bad Request');
    const token = randomBytes(24).toString('base64url');
    given.add(token);
    return plain(200, token);
  };

  const giveKey: Handler = ({ headers }) => {
    const token = headers['x-metadata-token'];
    if (tokens === 'required' && token === undefined) return plain(401, 'Unauthorized');
    if (tokens !== 'unknown' && token !== undefined && !given.has(token)) return plain(401, 'Unauthorized');
    if (issueKey === null) return plain(401, 'Please configure Cloud Service Agency first');
    return { status: 200, json: { credential: issueKey() } };
  };

  return startServer({
    ...simulatorOptions(options.now === undefined ? {} : { now: options.now }),
    routes: [
      ['PUT', '/meta-data/latest/api/token', giveToken],
      ['GET', '/openstack/latest/securitykey', giveKey],
    ],
    notFound: () => plain(404, 'Not Found'),
  });
}
