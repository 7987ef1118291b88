import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { createDemoWorld } from '../../src/simulator/demo-world.ts';
import { type FrailVendor, startFrailVendor } from './frail-vendor.ts';

export interface Started extends AsyncDisposable {
  readonly url: string;
  readonly frail: FrailVendor;
  /** Source id → how many jobs a client can find there. */
  readonly jobs: ReadonlyMap<string, number>;
}

const MAIN = join(import.meta.dirname, '../../src/main.ts');

/** The source whose vendor can be made to fail. */
export const FRAIL = 'backups';

/** The gateway as it is shipped, in a process of its own, before simulated vendors whose jobs stand still. */
export async function startGateway(): Promise<Started> {
  const world = await createDemoWorld({ jobs: 40, origins: 2, live: false });
  const frailAt = world.sources.findIndex(({ id }) => id === FRAIL);
  const frail = await startFrailVendor(String(world.sources[frailAt]?.['endpoint']));
  const sources = world.sources.map((source, i) => ({
    ...source,
    ...(i === frailAt && { endpoint: frail.url }),
    breaker: { halfOpenAfterMs: 1_000 },
  }));
  const folder = await mkdtemp(join(tmpdir(), 'jobweave-examples-'));
  const file = join(folder, 'jobweave.yaml');
  await writeFile(file, JSON.stringify({ server: { shutdown: { delayMs: 0 } }, sources }), { mode: 0o600 });
  const gateway = spawn(process.execPath, [MAIN, 'serve', '--config', file, '--port', '0'], {
    env: { ...process.env, NODE_ENV: 'production' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return {
    url: await urlIn(gateway.stdout),
    frail,
    jobs: new Map(world.simulators.map((vendor, i) => [String(world.sources[i]?.['id']), findable(vendor)])),
    [Symbol.asyncDispose]: async () => {
      const gone = once(gateway, 'exit');
      gateway.kill('SIGTERM');
      await gone;
      await frail[Symbol.asyncDispose]();
      await world.close();
      await rm(folder, { recursive: true });
    },
  };
}

async function urlIn(output: NodeJS.ReadableStream): Promise<string> {
  for await (const line of createInterface({ input: output })) {
    const [url] = /http:\/\/\S+\/graphql/.exec(line) ?? [];
    if (url !== undefined) {
      output.resume();
      return url;
    }
  }
  throw new Error('the gateway printed no address');
}

/** A vendor that lists no jobs says itself which of them can be found. */
const findable = (vendor: { readonly expected: () => readonly unknown[] }): number =>
  'reachable' in vendor && typeof vendor.reachable === 'function'
    ? vendor.reachable().length
    : vendor.expected().length;
