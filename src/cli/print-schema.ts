import { buildASTSchema, parse, printSchema as print } from 'graphql';
import { prefixTypes } from '../federation/prefix-types.ts';
import { subgraphSdl } from '../federation/subgraph-sdl.ts';
import { readSdl } from '../server/read-sdl.ts';

export interface SchemaRequest {
  /** As other subgraphs are told of it: what `_service` answers with. */
  readonly federation: boolean;
  readonly typePrefix: string | null;
}

/** The public contract as one document. */
export function printSchema({ federation, typePrefix }: SchemaRequest): string {
  const prefix = typePrefix ?? '';
  if (federation) return subgraphSdl(readSdl(), { typePrefix: prefix });
  return `${print(buildASTSchema(prefixTypes(parse(readSdl()), prefix)))}\n`;
}
