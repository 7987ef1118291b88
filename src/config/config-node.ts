import type { Environment } from './config.ts';
import type { NamedFiles } from './secret-file.ts';

/** A fault whose place is still an offset into the text. */
export interface NodeFault {
  readonly offset: number;
  readonly message: string;
}

interface Placed {
  readonly offset: number;
  /** Values in it, itself included, each use of an alias counted. */
  readonly size: number;
}

export interface ScalarNode extends Placed {
  readonly kind: 'scalar';
  readonly value: string | number | boolean | null;
  /** `broken`: a fault is told already, and nothing else about this value is worth telling. */
  readonly origin: 'file' | 'environment' | 'broken';
  /** The text is one `${NAME}` and nothing else: it may stand for a number or a boolean. */
  readonly whole: boolean;
}

export interface MapNode extends Placed {
  readonly kind: 'map';
  readonly entries: ReadonlyMap<string, MapEntry>;
}

export interface MapEntry {
  readonly keyOffset: number;
  readonly node: ConfigNode;
}

export interface ListNode extends Placed {
  readonly kind: 'list';
  readonly items: readonly ConfigNode[];
}

/** A value of the file that knows where it stands and where it comes from. */
export type ConfigNode = ScalarNode | MapNode | ListNode;

export type NodePath = readonly PropertyKey[];

/** What reads a file's values: where variables come from, and where faults go to. */
export interface ReadScope {
  readonly env: Environment;
  readonly files: NamedFiles;
  readonly faults: NodeFault[];
  readonly anchors: Map<string, ConfigNode>;
}

export const pathKey = (path: NodePath): string => JSON.stringify(path.map(String));

/** The node below `root` at `path`; `null` where there is none. */
export function nodeAt(root: ConfigNode, path: NodePath): ConfigNode | null {
  let node: ConfigNode | null = root;
  for (const step of path) {
    if (node?.kind === 'map') node = node.entries.get(String(step))?.node ?? null;
    else if (node?.kind === 'list') node = node.items[Number(step)] ?? null;
    else return null;
  }
  return node;
}

/** The nodes on the way from `root` to `path`, as far as there are any; the root comes first. */
export function nodesAlong(root: ConfigNode, path: NodePath): ConfigNode[] {
  const nodes = [root];
  for (let depth = 1; depth <= path.length; depth++) {
    const node = nodeAt(root, path.slice(0, depth));
    if (node === null) break;
    nodes.push(node);
  }
  return nodes;
}

/** Plain data. Scalars at the paths in `retyped` become the number or boolean that their text spells. */
export function toValue(node: ConfigNode, retyped: ReadonlySet<string>, path: NodePath = []): unknown {
  if (node.kind === 'scalar') return retyped.has(pathKey(path)) ? retype(node.value) : node.value;
  if (node.kind === 'list') return node.items.map((item, index) => toValue(item, retyped, [...path, index]));
  return Object.fromEntries(
    [...node.entries].map(([key, entry]) => [key, toValue(entry.node, retyped, [...path, key])]),
  );
}

/** The number or boolean that a text spells in full; anything else as it is. */
export function retype(value: ScalarNode['value']): ScalarNode['value'] {
  if (value === 'true' || value === 'false') return value === 'true';
  return typeof value === 'string' && /^[+-]?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(value) ? Number(value) : value;
}
