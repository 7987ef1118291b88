import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ACCOUNT, PROJECT, TIME_ZONE, TOKEN, type VendorAccess } from '../world/access.ts';
import type { Contender } from './contender.ts';

const PROGRAM = join(import.meta.dirname, '../../src/main.ts');

function sourceOf(backend: string, { endpoint }: VendorAccess) {
  const ofVendor =
    backend === 'zstack'
      ? { timeZone: TIME_ZONE, auth: { type: 'account', ...ACCOUNT } }
      : { projectId: PROJECT, auth: { type: 'token', token: TOKEN } };
  return { id: backend, backend, endpoint, ...ofVendor };
}

/** Nothing is asked of the vendors but what clients ask, and no balancer is waited for at the end. */
const SERVER = { port: 0, probeSeconds: 0, shutdown: { delayMs: 0 } };

/** The product as it is shipped: its own command, its own defaults, a configuration that names the sources. */
export const jobweave: Contender = {
  name: 'jobweave',
  title: 'Jobweave',
  prepare: async ({ access, folder, sourceSettings }) => {
    const sources = Object.entries(access).map(([backend, one]) => ({
      ...sourceOf(backend, one),
      ...sourceSettings,
    }));
    const config = join(folder, 'jobweave.yaml');
    // JSON is YAML.
    await writeFile(config, JSON.stringify({ server: SERVER, sources }));
    return { command: [process.execPath, PROGRAM, 'serve', '--config', config], environment: {} };
  },
};
