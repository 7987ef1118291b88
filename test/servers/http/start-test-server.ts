import { makeExecutableSchema } from '@graphql-tools/schema';
import { readSdl } from '../../../src/server/read-sdl.ts';
import { createServer } from '../../../src/server.ts';
import { type Listening, listen } from './listen.ts';

const SOURCE = { id: 'dc1', backend: 'zstack' };

const JOBS = ['nightly-backup', 'weekly-backup'].map((name, index) => ({
  id: `job-${index}`,
  createdAt: '2026-11-20T06:53:57.000Z',
  backend: SOURCE.backend,
  name,
  status: 'SUCCEEDED',
  source: SOURCE,
}));

const PAGE = {
  nodes: JOBS,
  pageInfo: { hasNextPage: false, hasPreviousPage: false },
  sources: [{ source: SOURCE, state: 'OK', requests: 1, durationMs: 1 }],
};

/** The HTTP side of the gateway on the real schema, over two jobs made up. */
export function startTestServer(): Promise<Listening> {
  const server = createServer({
    schema: makeExecutableSchema({ typeDefs: readSdl(), resolvers: { Query: { jobs: () => PAGE } } }),
    context: () => ({ reportErrors: [] }),
    version: '0.0.0',
  });
  return listen(server);
}
