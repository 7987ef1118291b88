import type { GraphQLSchema } from 'graphql';
import { backends } from '../backends/index.ts';
import type { Config } from '../config/config.ts';
import { createSchema } from '../create-schema.ts';
import { readSdl } from '../server/read-sdl.ts';

/** What is served by this configuration. */
export const schemaOf = ({ server: { federation } }: Config): GraphQLSchema =>
  createSchema(
    readSdl(),
    backends.flatMap(({ namedDetails }) => namedDetails ?? []),
    federation?.enabled ? federation : null,
  );
