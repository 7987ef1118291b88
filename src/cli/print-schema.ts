import { buildSchema, printSchema as print } from 'graphql';
import { readSdl } from '../server/read-sdl.ts';

/**
 * The public contract as one document. `asSubgraph` marks what other subgraphs may refer to; it is a sketch for composing
 * with, since the server resolves no `_entities`.
 */
export function printSchema(asSubgraph: boolean): string {
  const sdl = `${print(buildSchema(readSdl()))}\n`;
  return asSubgraph ? `${FEDERATION}\n${ENTITIES.reduce(withKey, sdl)}` : sdl;
}

const FEDERATION = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])\n';

const ENTITIES = ['type Job implements Node', 'type Task implements Node', 'type Source'];

const withKey = (sdl: string, head: string): string =>
  sdl.replace(`${head} {`, `${head} @key(fields: "id") {`);
