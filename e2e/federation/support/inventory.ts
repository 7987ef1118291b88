import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { graphql, parse } from 'graphql';
import { listenOnLoopback, type Started } from './listen-on-loopback.ts';

export const INVENTORY_SDL = readFileSync(join(import.meta.dirname, '../inventory.graphql'), 'utf8');

interface Machine {
  readonly nativeId: string;
}

export const hostnameOf = (nativeId: string): string => `host-${nativeId}`;

export const ownerOf = (nativeId: string): string => `team-${nativeId.length % 3}`;

/** Another team's subgraph, made with another library: it knows each machine by the id that the cloud gave it. */
export async function startInventory(machines: () => readonly Machine[]): Promise<Started> {
  const schema = buildSubgraphSchema([{ typeDefs: parse(INVENTORY_SDL), resolvers: resolversOf(machines) }]);
  const server = createServer(async (request, response) => {
    const { query, variables } = JSON.parse(await text(request));
    const result = await graphql({ schema, source: query, variableValues: variables });
    response.setHeader('content-type', 'application/json').end(JSON.stringify(result));
  });
  return listenOnLoopback(server);
}

const resolversOf = (machines: () => readonly Machine[]) => ({
  Query: {
    server: (_: unknown, { hostname }: { hostname: string }) =>
      machines().find(({ nativeId }) => hostnameOf(nativeId) === hostname) ?? null,
    servers: (_: unknown, { first }: { first: number }) => pageOf(machines(), first),
  },
  CloudResource: {
    __resolveReference: ({ nativeId }: Machine) => ({ nativeId }),
    hostname: ({ nativeId }: Machine) => hostnameOf(nativeId),
    owner: ({ nativeId }: Machine) => ({ id: `owner of ${nativeId}`, name: ownerOf(nativeId) }),
  },
});

function pageOf(machines: readonly Machine[], first: number) {
  const nodes = machines.slice(0, first);
  const edges = nodes.map((node) => ({ node, cursor: node.nativeId }));
  const pageInfo = {
    hasNextPage: machines.length > first,
    hasPreviousPage: false,
    startCursor: edges[0]?.cursor ?? null,
    endCursor: edges.at(-1)?.cursor ?? null,
  };
  return { nodes, edges, pageInfo };
}
