import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ApolloGateway } from '@apollo/gateway';
import { ApolloServer } from '@apollo/server';
import { startStandaloneServer } from '@apollo/server/standalone';
import { freePort } from './free-port.ts';
import type { Started } from './listen-on-loopback.ts';
import { startProcess } from './start-process.ts';

/** Apollo's gateway, served by Apollo Server. */
export async function startApollo(supergraphSdl: string, port = 0): Promise<Started> {
  const gateway = new ApolloGateway({ supergraphSdl });
  const server = new ApolloServer({ gateway });
  const { url } = await startStandaloneServer(server, { listen: { port, host: '127.0.0.1' } });
  return { url, [Symbol.asyncDispose]: () => server.stop() };
}

const HIVE = createRequire(import.meta.url)
  .resolve('@graphql-hive/gateway')
  .replace(/dist\/index\.c?js$/, 'dist/bin.js');

/** Hive Gateway, as its command. */
export async function startHive(supergraphSdl: string): Promise<Started> {
  const folder = await mkdtemp(join(tmpdir(), 'hive-'));
  const file = join(folder, 'supergraph.graphql');
  await writeFile(file, supergraphSdl);
  const port = await freePort();
  const args = [HIVE, 'supergraph', file, '--port', String(port), '--host', '127.0.0.1'];
  const started = await startProcess(`http://127.0.0.1:${port}/graphql`, args);
  return {
    ...started,
    [Symbol.asyncDispose]: async () => {
      await started[Symbol.asyncDispose]();
      await rm(folder, { recursive: true });
    },
  };
}
