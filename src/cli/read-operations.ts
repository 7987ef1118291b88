import { readFileSync } from 'node:fs';
import { type GraphQLSchema, parse, validate } from 'graphql';
import { z } from 'zod';
import { StartFault } from './start-fault.ts';

/** What Apollo's and Relay's compilers and graphql-codegen write. */
const manifest = z.union([
  z
    .object({
      format: z.literal('apollo-persisted-query-manifest'),
      operations: z.array(z.object({ id: z.string(), body: z.string() })),
    })
    .transform(({ operations }) => operations.map(({ id, body }) => [id, body] as const)),
  z.record(z.string(), z.string()).transform((texts) => Object.entries(texts)),
]);

/**
 * Id → text of each operation in a file that the configuration names. Throws `StartFault` where the file cannot be read, or
 * an operation does not fit the schema: its clients would find out one by one.
 */
export function readOperations(path: string, schema: GraphQLSchema): ReadonlyMap<string, string> {
  const texts = new Map(readManifest(path));
  const faults = [...texts].flatMap(([id, text]) =>
    faultsIn(text, schema).map((fault) => `${path}: operation ${JSON.stringify(id)}: ${fault}`),
  );
  if (faults.length > 0) throw new StartFault(faults.join('\n'));
  return texts;
}

function readManifest(path: string): readonly (readonly [string, string])[] {
  try {
    return manifest.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch (error) {
    throw new StartFault(`${path}: ${reasonOf(error)}`);
  }
}

function reasonOf(error: unknown): string {
  if (error instanceof SyntaxError) return `this is no JSON; give ${WANTED}`;
  if (error instanceof z.ZodError) return `this is no list of operations; give ${WANTED}`;
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
  return `the file of \`server.knownOperations\` cannot be read (${code}); check the path`;
}

const WANTED = 'a map of ids to texts, or the manifest that Apollo’s tool writes';

function faultsIn(text: string, schema: GraphQLSchema): readonly string[] {
  try {
    return validate(schema, parse(text)).map(({ message }) => message);
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)];
  }
}
