import { type AugmentedRequest, type DataSourceConfig, RESTDataSource } from '@apollo/datasource-rest';
import { ApolloServer } from '@apollo/server';
import { startStandaloneServer } from '@apollo/server/standalone';
import DataLoader from 'dataloader';
import type { Vendor } from '../world/world.ts';
import { discover } from './by-hand/discover.ts';
import type { Job, Origin } from './by-hand/job.ts';
import { nameOrigins } from './by-hand/name-origins.ts';
import { newestJobs } from './by-hand/newest-jobs.ts';
import { readAccess } from './by-hand/read-access.ts';
import { readTasks } from './by-hand/read-tasks.ts';
import { signIn } from './by-hand/sign-in.ts';
import type { Get } from './by-hand/stream.ts';
import { beforeOf, type JobsArguments, typeDefs } from './by-hand/type-defs.ts';

/* Apollo Server, with a REST data source for each vendor and request, as its manual has it. */

interface Context {
  readonly get: Get;
  readonly names: DataLoader<Origin, string | null>;
}

const access = readAccess();
const headers = await signIn(access);

class VendorApi extends RESTDataSource {
  readonly #headers: Readonly<Record<string, string>>;

  constructor(vendor: Vendor, config: DataSourceConfig) {
    super(config);
    this.baseURL = access[vendor]?.endpoint ?? '';
    this.#headers = headers[vendor];
  }

  override willSendRequest(_path: string, request: AugmentedRequest): void {
    Object.assign(request.headers, this.#headers);
  }

  read<Body>(path: string): Promise<Body> {
    return this.get<Body>(path);
  }
}

/** A data source lives as long as one request. */
function createGet(config: DataSourceConfig): Get {
  const sources = new Map<Vendor, VendorApi>();
  return (vendor, path) => {
    const source = sources.get(vendor) ?? new VendorApi(vendor, config);
    sources.set(vendor, source);
    return source.read(path);
  };
}

const server = new ApolloServer<Context>({
  typeDefs,
  resolvers: {
    Query: {
      jobs: async (_: unknown, args: JobsArguments, { get }: Context) => ({
        nodes: await newestJobs(get, streams, beforeOf(args), args.first),
      }),
    },
    Job: {
      tasks: async (job: Job, { first }: { first: number }, { get }: Context) => ({
        nodes: await readTasks(get, job, first),
      }),
    },
    Origin: { name: (origin: Origin, _: unknown, { names }: Context) => names.load(origin) },
  },
});
const streams = await discover(createGet({ cache: server.cache }), access);

const { url } = await startStandaloneServer(server, {
  listen: { host: '127.0.0.1', port: 0 },
  context: async () => {
    const get = createGet({ cache: server.cache });
    return { get, names: new DataLoader<Origin, string | null>((origins) => nameOrigins(get, origins)) };
  },
});
console.log(new URL('/graphql', url).href);
