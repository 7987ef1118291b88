/** The version that the composers of Apollo, The Guild and WunderGraph all take. */
export const LINK =
  'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@shareable", "@inaccessible", "@tag"])';

/** Type → what marks it. Each key is resolved here, whoever made the representation. */
export const TYPE_MARKS: Readonly<Record<string, string>> = {
  Job: '@key(fields: "id")',
  Task: '@key(fields: "id")',
  Source: '@key(fields: "id")',
  Origin: '@key(fields: "id")',
  CloudResource: '@key(fields: "id") @key(fields: "nativeId") @key(fields: "sourceId nativeId")',
  PageInfo: '@shareable',
};

/**
 * Field → what marks it. Only one subgraph can answer `node` for all, and no composer knows which: so it is hidden from
 * clients. It is shareable, for others may have one of their own.
 */
export const FIELD_MARKS: Readonly<Record<string, string>> = {
  'Query.node': '@shareable @inaccessible',
  'Query.nodes': '@shareable @inaccessible',
  'CloudResource.type': '@shareable',
  'Job.raw': '@tag(name: "raw")',
  'Task.raw': '@tag(name: "raw")',
};

/**
 * What a supergraph has from many subgraphs, where no single one may say what it is: `type`, `type.field`, or `type.*` for all
 * of its fields.
 */
export const SHARED: ReadonlySet<string> = new Set([
  'Query',
  'Query.node',
  'Query.nodes',
  'Node',
  'Node.*',
  'PageInfo',
  'PageInfo.*',
  'DateTime',
  'Duration',
  'JSON',
  'CloudResource',
  'CloudResource.nativeId',
  'CloudResource.sourceId',
  'CloudResource.type',
]);
