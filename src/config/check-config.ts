import { z } from 'zod';
import { accessSchema, strayPatterns } from './access.ts';
import { checkNode } from './check-node.ts';
import type { Config, SourceConfig } from './config.ts';
import { type ConfigNode, type MapNode, type NodeFault, nodeAt } from './config-node.ts';
import { didYouMean } from './did-you-mean.ts';
import { documented } from './documented.ts';
import { unknownKey } from './explain-issue.ts';
import { limitsSchema } from './limits.ts';
import { operatingKeys } from './operating.ts';
import { quoteName } from './quote-name.ts';
import { serverDocs } from './server-docs.ts';
import { host, LISTENS, origin, port, text, typePrefix, wholeNumber } from './settings.ts';

/** Backend name → schema of all keys of a source entry but `id` and `backend`; a `strictObject`. */
export type SettingsSchemas = ReadonlyMap<string, z.ZodType>;

export interface CheckedConfig {
  /** To be used only where neither these faults nor those of reading the file say otherwise. */
  readonly config: Config | null;
  readonly faults: readonly NodeFault[];
}

interface CheckedSource {
  readonly source: SourceConfig | null;
  readonly faults: readonly NodeFault[];
}

const SOURCE_KEYS = ['id', 'backend'] as const;

const serverShape = {
  host: host.default(LISTENS.host),
  port: port.default(LISTENS.port),
  cursorKey: z.string().min(16).exactOptional(),
  scan: z
    .strictObject({ perRequest: wholeNumber(100, 10_000_000), perSource: wholeNumber(100, 10_000_000) })
    .exactOptional(),
  vendorRequests: wholeNumber(1, 1_000_000).exactOptional(),
  limits: limitsSchema.exactOptional(),
  sourceErrors: z.enum(['errors', 'report']).exactOptional(),
  allowedHosts: z
    .array(host)
    .meta({ description: 'host names by which callers reach the gateway' })
    .exactOptional(),
  allowedOrigins: z
    .array(origin)
    .meta({ description: 'origins of pages whose scripts may ask, such as https://jobs.example.com' })
    .exactOptional(),
  graphiql: z.boolean().exactOptional(),
  federation: z
    .strictObject({
      enabled: z.boolean().meta({ description: 'whether it is on' }).default(true),
      typePrefix: typePrefix.default(''),
    })
    .exactOptional(),
  knownOperations: z
    .strictObject({
      file: text.meta({ description: 'a file of operations, beside this one' }),
      only: z.boolean().meta({ description: 'whether there are no other operations' }).default(false),
    })
    .exactOptional(),
};

export const serverSchema = z.strictObject({ ...documented(serverShape, serverDocs), ...operatingKeys });

const fileSchema = z
  .strictObject({
    server: serverSchema.prefault({}),
    access: accessSchema.exactOptional(),
    sources: z
      .array(
        z.looseObject({}).meta({ description: 'a map of keys, `id`, `backend` and those of the backend' }),
      )
      .min(1, 'is an empty list; give at least one source, `- id: …`')
      .meta({ description: 'a list of sources, `- id: …` each' }),
  })
  .meta({ description: 'a map, with the list of sources under `sources:`' })
  .superRefine(({ access, sources }, context) => {
    const ids = sources.map(({ id }) => String(id));
    for (const { path, message } of access === undefined ? [] : strayPatterns(access, ids))
      context.addIssue({ code: 'custom', path: [...path], message });
  });

export const sourceId = z
  .string()
  .regex(/^[a-z0-9-]{1,40}$/, 'must be lower-case letters, digits and `-`, at most 40')
  .meta({ description: 'a name of your own: lower-case letters, digits and `-`' });

const plainObject = z.record(z.string(), z.unknown());

/** The whole file against its schemas; `lineOf` names the line of an offset in messages. */
export function checkConfig(
  root: ConfigNode,
  schemas: SettingsSchemas,
  lineOf: (offset: number) => number,
): CheckedConfig {
  const file = checkNode(fileSchema, root, { subject: 'the file', alsoAllowed: ['proxy', 'tls'] });
  const entries = sourceNodes(root);
  const checked = entries.map((entry) => checkSource(entry, schemas));
  const faults = [
    ...(file.ok ? [] : file.faults),
    ...checked.flatMap((one) => one.faults),
    ...duplicateIds(entries, lineOf),
  ];
  const sources = checked.map(({ source }) => source).filter((source) => source !== null);
  return {
    config: file.ok && sources.length === entries.length ? { ...file.value, sources } : null,
    faults,
  };
}

function sourceNodes(root: ConfigNode): readonly MapNode[] {
  const list = nodeAt(root, ['sources']);
  return list?.kind === 'list' ? list.items.filter((item) => item.kind === 'map') : [];
}

function checkSource(node: MapNode, schemas: SettingsSchemas): CheckedSource {
  const names = { subject: 'this source', alsoAllowed: SOURCE_KEYS };
  const header = checkNode(headerSchema(node, schemas), node, names);
  const backend = textAt(node, 'backend');
  const schema = backend === null ? undefined : schemas.get(backend);
  if (schema === undefined)
    return { source: null, faults: [...(header.ok ? [] : header.faults), ...keyFaults(node, schemas)] };
  const settings = checkNode(schema, withoutKeys(node), names);
  const faults = [header, settings].flatMap((checked) => (checked.ok ? [] : checked.faults));
  if (!header.ok || !settings.ok) return { source: null, faults };
  return { source: { ...header.value, settings: plainObject.parse(settings.value) }, faults };
}

const headerSchema = (node: MapNode, schemas: SettingsSchemas) =>
  z.object({
    id: sourceId,
    backend: z
      .string()
      .meta({ description: oneOf(schemas) })
      .refine((name) => schemas.has(name), backendFault(node, schemas)),
  });

function backendFault(node: MapNode, schemas: SettingsSchemas): string {
  const name = textAt(node, 'backend');
  const guess = name === null ? null : (endingWith(name, schemas) ?? didYouMean(name, schemas.keys()));
  return `must be ${oneOf(schemas)}${guess === null ? '' : `; did you mean ${guess}?`}`;
}

/** The vendor's name is easily left out: `workspace`. */
function endingWith(name: string, schemas: SettingsSchemas): string | null {
  const ending = `-${name.toLowerCase()}`;
  const [only, ...others] = [...schemas.keys()].filter((one) => one.endsWith(ending));
  return only === undefined || others.length > 0 ? null : only;
}

const oneOf = (schemas: SettingsSchemas): string => `one of ${[...schemas.keys()].join(', ')}`;

/** Keys that no backend knows; without a backend nothing more can be said. A typing mistake in `backend` is found here. */
function keyFaults(node: MapNode, schemas: SettingsSchemas): NodeFault[] {
  const known = [...schemas.values()].flatMap((schema) =>
    schema instanceof z.ZodObject ? Object.keys(schema.shape) : [],
  );
  const allowed = [...new Set([...SOURCE_KEYS, ...known])];
  return [...node.entries]
    .filter(([key]) => !allowed.includes(key))
    .map(([key, { keyOffset }]) => ({ offset: keyOffset, message: unknownKey(key, allowed) }));
}

function withoutKeys(node: MapNode): MapNode {
  const entries = [...node.entries].filter(([key]) => !SOURCE_KEYS.some((own) => own === key));
  return { ...node, entries: new Map(entries) };
}

function duplicateIds(entries: readonly MapNode[], lineOf: (offset: number) => number): NodeFault[] {
  const first = new Map<string, number>();
  return entries.flatMap((entry) => {
    const node = nodeAt(entry, ['id']);
    if (node?.kind !== 'scalar' || node.origin === 'broken' || typeof node.value !== 'string') return [];
    const earlier = first.get(node.value);
    if (earlier === undefined) first.set(node.value, node.offset);
    const name = node.origin === 'file' ? ` ${quoteName(node.value)}` : '';
    return earlier === undefined
      ? []
      : [
          {
            offset: node.offset,
            message: `duplicate id${name}; line ${lineOf(earlier)} has it already, give each source its own`,
          },
        ];
  });
}

function textAt(node: MapNode, key: string): string | null {
  const found = nodeAt(node, [key]);
  return found?.kind === 'scalar' && typeof found.value === 'string' ? found.value : null;
}
