import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Access } from '../world/access.ts';
import { signIn } from './by-hand/sign-in.ts';
import type { Contender } from './contender.ts';

const ROOM = join(import.meta.dirname, 'hive-gateway');
const PACKAGES = join(ROOM, 'node_modules');
const COMPOSE = join(PACKAGES, '@graphql-mesh/compose-cli/esm/bin.js');
const GATEWAY = join(PACKAGES, '@graphql-hive/gateway/dist/bin.js');
const SUPERGRAPH = 'supergraph.graphql';

const run = promisify(execFile);

async function install(): Promise<void> {
  if (existsSync(GATEWAY)) return;
  console.log('Installing Hive Gateway, half a gigabyte ...');
  await run('npm', ['ci', '--no-audit', '--no-fund'], { cwd: ROOM });
}

async function compose(access: Access, folder: string): Promise<void> {
  const environment = {
    BENCH_ACCESS: JSON.stringify(access),
    BENCH_HEADERS: JSON.stringify(await signIn(access)),
  };
  await run(process.execPath, [COMPOSE, '-c', join(ROOM, 'mesh-config.ts'), '-o', join(folder, SUPERGRAPH)], {
    cwd: ROOM,
    env: { ...process.env, ...environment },
  });
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** Configuration without code: every vendor's lists under one schema, but ten lists where the others have one. */
export const hiveGateway: Contender = {
  name: 'hive-gateway',
  title: 'Hive Gateway over Mesh Compose (unmerged)',
  isUnmerged: true,
  prepare: async ({ access, folder }) => {
    await install();
    await compose(access, folder);
    const port = await freePort();
    const place = ['--host', '127.0.0.1', '--port', String(port)];
    return {
      command: [process.execPath, GATEWAY, 'supergraph', SUPERGRAPH, ...place, '--jit'],
      environment: {},
      url: `http://127.0.0.1:${port}/graphql`,
    };
  },
};
