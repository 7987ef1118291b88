import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ACCOUNT, PROJECT, TIME_ZONE, TOKEN, type VendorAccess } from '../world/access.ts';
import type { Contender, Surroundings } from './contender.ts';

const ROOT = join(import.meta.dirname, '../..');

function sourceOf(backend: string, { endpoint }: VendorAccess) {
  const ofVendor =
    backend === 'zstack'
      ? { timeZone: TIME_ZONE, auth: { type: 'account', ...ACCOUNT } }
      : { projectId: PROJECT, auth: { type: 'token', token: TOKEN } };
  return { id: backend, backend, endpoint, ...ofVendor };
}

/** Nothing is asked of the vendors but what clients ask, and no balancer is waited for at the end. */
const SERVER = { port: 0, probeSeconds: 0, shutdown: { delayMs: 0 } };

/** A configuration that names the sources; all else is as by default. Gives its file. */
export async function configure({ access, folder, sourceSettings }: Surroundings): Promise<string> {
  const sources = Object.entries(access).map(([backend, one]) => ({
    ...sourceOf(backend, one),
    ...sourceSettings,
  }));
  const config = join(folder, 'jobweave.yaml');
  // JSON is YAML.
  await writeFile(config, JSON.stringify({ server: SERVER, sources }), { mode: 0o600 });
  return config;
}

/** The flags of Node, the program and its command, as `npm start` has them. */
function startScript(): readonly string[] {
  const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  const [, words = ''] = /exec node (.*)$/.exec(scripts.start) ?? [];
  return words.split(' ').map((word) => (word.endsWith('.js') ? join(ROOT, word) : word));
}

/** The product as it is started from its repository. */
export const jobweave: Contender = {
  name: 'jobweave',
  title: 'Jobweave',
  prepare: async (around) => ({
    command: [process.execPath, ...startScript(), '--config', await configure(around)],
    environment: {},
  }),
};
