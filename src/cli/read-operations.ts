import { readFileSync } from 'node:fs';
import { GraphQLError, type GraphQLSchema, validate } from 'graphql';
import { isMap, isSeq, LineCounter, type Node, parseDocument } from 'yaml';
import { z } from 'zod';
import { DEFAULT_LIMITS, type Limits } from '../limits/limits.ts';
import { readDocument } from '../limits/read-document.ts';
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
 * operations do not fit the schema or the limits: their clients would find out one by one. It has a line for each fault.
 */
export function readOperations(
  path: string,
  schema: GraphQLSchema,
  limits: Partial<Limits> = {},
): ReadonlyMap<string, string> {
  const text = readText(path);
  const operations = parseManifest(path, text);
  const places = placesIn(text);
  const texts = new Map<string, string>();
  const faults = operations.flatMap(([id, body], i) => {
    const own = [...(texts.has(id) ? [TWICE] : []), ...faultsIn(body, schema, limits)];
    texts.set(id, body);
    return own.map((fault) => `${path}:${places[i] ?? '1:1'} operation ${JSON.stringify(id)}: ${fault}`);
  });
  if (faults.length > 0) throw new StartFault(faults.join('\n'));
  return texts;
}

const TWICE = 'another one has the same id; keep one';

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    throw new StartFault(
      `${path}: the file of \`server.knownOperations\` cannot be read (${code}); check the path`,
    );
  }
}

function parseManifest(path: string, text: string): readonly (readonly [id: string, body: string])[] {
  try {
    return manifest.parse(JSON.parse(text));
  } catch (error) {
    const what = error instanceof SyntaxError ? 'no JSON' : 'no list of operations';
    throw new StartFault(`${path}: this is ${what}; give ${WANTED}`);
  }
}

const WANTED = 'a map of ids to texts, or the manifest that Apollo’s tool writes';

/** `line:column` of each operation in the file. All JSON is YAML. */
function placesIn(text: string): readonly string[] {
  const lines = new LineCounter();
  const { contents } = parseDocument(text, { lineCounter: lines, uniqueKeys: false });
  if (!isMap(contents)) return [];
  const listed = contents.get('operations', true);
  const nodes = isSeq(listed) ? listed.items : contents.items.map(({ key }) => key);
  return nodes.map((node) => {
    const { line, col } = lines.linePos((node as Node).range?.[0] ?? 0);
    return `${line}:${col}`;
  });
}

function faultsIn(text: string, schema: GraphQLSchema, limits: Partial<Limits>): readonly string[] {
  try {
    return validate(schema, readDocument(text, {}, { ...DEFAULT_LIMITS, ...limits })).map(asText);
  } catch (error) {
    return [error instanceof GraphQLError ? asText(error) : String(error)];
  }
}

/** Where it is in the operation, which has lines of its own. */
const asText = ({ message, locations }: GraphQLError): string =>
  [
    message.replaceAll('\n', ' '),
    ...(locations ?? []).slice(0, 1).map(({ line, column }) => `(line ${line}, column ${column} of it)`),
  ].join(' ');
