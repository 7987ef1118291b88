import type { z } from 'zod';
import {
  type ConfigNode,
  type NodeFault,
  nodeAt,
  nodesAlong,
  pathKey,
  retype,
  toValue,
} from './config-node.ts';
import { didYouMean } from './did-you-mean.ts';
import { explainIssue } from './explain-issue.ts';
import { type FlatIssue, flattenIssue } from './flatten-issue.ts';
import { quoteName } from './quote-name.ts';

export interface NodeNames {
  /** What the node itself is called, e.g. `this source`. */
  readonly subject: string;
  /** Keys beside those of the schema that the node may have, for the list in a fault. */
  readonly alsoAllowed?: readonly string[];
}

export type Checked<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly faults: readonly NodeFault[] };

/**
 * A node's plain data as its schema wants it, or all that is wrong with it, each at its place. A scalar that is one
 * `${NAME}` becomes a number or a boolean where the schema asks for that. `broken` scalars cause no further fault, so
 * the list may be empty.
 */
export function checkNode<T>(
  schema: z.ZodType<T>,
  node: ConfigNode,
  names: NodeNames,
  retyped: ReadonlySet<string> = new Set(),
): Checked<T> {
  const input = toValue(node, retyped);
  const result = schema.safeParse(input, {
    error: (issue) => explainIssue(issue, input, names.alsoAllowed ?? []),
  });
  if (result.success) return { ok: true, value: result.data };
  const issues = result.error.issues.flatMap((issue) => flattenIssue(issue));
  const retypable = issues.filter((issue) => isRetypable(issue, node)).map(({ path }) => pathKey(path));
  const widened = new Set([...retyped, ...retypable]);
  if (widened.size > retyped.size) return checkNode(schema, node, names, widened);
  return { ok: false, faults: faultsOf(issues, node, names.subject) };
}

function isRetypable({ path, expected }: FlatIssue, root: ConfigNode): boolean {
  const node = nodeAt(root, path);
  if (node?.kind !== 'scalar' || !node.whole) return false;
  const type = typeof retype(node.value);
  return type === 'number'
    ? expected === 'number' || expected === 'int'
    : type === expected && type === 'boolean';
}

const faultsOf = (issues: readonly FlatIssue[], root: ConfigNode, subject: string): NodeFault[] =>
  issues
    .filter(
      ({ path }) =>
        !nodesAlong(root, path).some((node) => node.kind === 'scalar' && node.origin === 'broken'),
    )
    .filter((issue) => !isMisspelt(issue, issues, root))
    .map((issue) => ({ offset: offsetOf(issue, root), message: sentence(issue, root, subject) }));

/** A key is missing because an unknown key beside it is meant to be it: one mistake, one fault. */
function isMisspelt({ path, about }: FlatIssue, issues: readonly FlatIssue[], root: ConfigNode): boolean {
  if (about === 'key' || nodeAt(root, path) !== null) return false;
  const parent = pathKey(path.slice(0, -1));
  return issues.some(
    (other) =>
      other.about === 'key' &&
      pathKey(other.path.slice(0, -1)) === parent &&
      didYouMean(String(other.path.at(-1)), [String(path.at(-1))]) !== null,
  );
}

/** The place of the key, of the value, or of the nearest thing around it that is there. */
function offsetOf({ path, about }: FlatIssue, root: ConfigNode): number {
  const parent = nodeAt(root, path.slice(0, -1));
  const entry =
    about === 'key' && parent?.kind === 'map' ? parent.entries.get(String(path.at(-1))) : undefined;
  return entry?.keyOffset ?? nodesAlong(root, path).at(-1)?.offset ?? root.offset;
}

function sentence({ path, about, message }: FlatIssue, root: ConfigNode, subject: string): string {
  if (about === 'key') return message;
  const node = nodeAt(root, path);
  const origin =
    node?.kind === 'scalar' && node.origin === 'environment' ? ' (its value comes from the environment)' : '';
  return `${path.length === 0 ? subject : quoteName(pathName(path))} ${message}${origin}`;
}

/** `auth.type`, `origins[2]`. */
const pathName = (path: readonly PropertyKey[]): string =>
  path
    .map((step, index) => (typeof step === 'number' ? `[${step}]` : `${index > 0 ? '.' : ''}${String(step)}`))
    .join('');
