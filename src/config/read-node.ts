import { isAlias, isMap, isNode, isScalar, isSeq, type Scalar, type YAMLMap, type YAMLSeq } from 'yaml';
import type { ConfigNode, MapEntry, MapNode, ReadScope, ScalarNode } from './config-node.ts';
import { quoteName } from './quote-name.ts';
import { substitute } from './substitute.ts';

/** Far above any real file; bounds what a few nested aliases can blow up to. */
const MAX_SIZE = 100_000;

const PLAIN_TAG = /^tag:yaml\.org,2002:(str|int|float|bool|null|map|seq)$/;

/**
 * A parsed YAML node as a `ConfigNode`: aliases resolved, variables substituted. Faults go to the scope;
 * what they are about becomes a `broken` scalar. `offset` is the place of a node that knows none itself.
 */
export function readNode(node: unknown, offset: number, scope: ReadScope): ConfigNode {
  if (isAlias(node)) return readAlias(node.source, node.range?.[0] ?? offset, scope);
  if (!isScalar(node) && !isMap(node) && !isSeq(node)) return broken(offset);
  const start = node.range?.[0] ?? offset;
  const read =
    node.tag === undefined || PLAIN_TAG.test(node.tag)
      ? readPlain(node, start, scope)
      : taggedNode(start, scope);
  const bounded =
    read.size > MAX_SIZE
      ? fail(start, `holds more than ${MAX_SIZE} values; a configuration needs far fewer`, scope)
      : read;
  // Set only now: an alias inside its own anchor finds nothing, so nothing can hold itself.
  if (node.anchor !== undefined) scope.anchors.set(node.anchor, bounded);
  return bounded;
}

const readPlain = (node: Scalar | YAMLMap | YAMLSeq, offset: number, scope: ReadScope): ConfigNode => {
  if (isScalar(node)) return readScalar(node.value, offset, scope);
  return isMap(node) ? readMap(node, offset, scope) : readList(node, offset, scope);
};

function readAlias(name: string, offset: number, scope: ReadScope): ConfigNode {
  const target = scope.anchors.get(name);
  if (target !== undefined) return { ...target, offset };
  return fail(
    offset,
    'an alias (`*name`) has no anchor (`&name`) before it; put a value that starts with `*` in quotes',
    scope,
  );
}

function readScalar(value: unknown, offset: number, scope: ReadScope): ConfigNode {
  if (typeof value === 'string') return readText(value, offset, scope);
  if (value === null || typeof value === 'number' || typeof value === 'boolean')
    return { kind: 'scalar', offset, size: 1, value, origin: 'file', whole: false };
  return fail(offset, 'a kind of value that has no place here; put it in quotes', scope);
}

function readText(value: string, offset: number, scope: ReadScope): ConfigNode {
  const { text, used, whole, faults } = substitute(value, scope);
  for (const message of faults) scope.faults.push({ offset, message });
  if (faults.length > 0) return broken(offset);
  return { kind: 'scalar', offset, size: 1, value: text, origin: used ? 'environment' : 'file', whole };
}

function readList(list: YAMLSeq, offset: number, scope: ReadScope): ConfigNode {
  const items = list.items.map((item) => readNode(item, offset, scope));
  return { kind: 'list', offset, size: items.reduce((sum, item) => sum + item.size, 1), items };
}

function readMap(map: YAMLMap, offset: number, scope: ReadScope): ConfigNode {
  const entries = new Map<string, MapEntry>();
  const merged: MapNode[] = [];
  let size = 1;
  for (const { key, value } of map.items) {
    const keyOffset = isNode(key) ? (key.range?.[0] ?? offset) : offset;
    if (isScalar(key) && key.value === MERGE_KEY) {
      const node = readNode(value, keyOffset, scope);
      merged.push(...mapsIn(node, keyOffset, scope));
      size += node.size;
      continue;
    }
    const name = readKey(key, value, keyOffset, entries, scope);
    const node = readNode(value, keyOffset, scope);
    if (name !== null) entries.set(name, { keyOffset, node });
    size += node.size;
  }
  // Its own keys go before merged ones, and of these the first.
  for (const [name, entry] of merged.flatMap((from) => [...from.entries]))
    if (!entries.has(name)) entries.set(name, entry);
  return { kind: 'map', offset, size, entries };
}

/** YAML 1.1 has it, and people use it with anchors. */
const MERGE_KEY = '<<';

function mapsIn(node: ConfigNode, offset: number, scope: ReadScope): readonly MapNode[] {
  const nodes = node.kind === 'list' ? node.items : [node];
  const maps = nodes.filter((one) => one.kind === 'map');
  const isBroken = nodes.some((one) => one.kind === 'scalar' && one.origin === 'broken');
  if (maps.length < nodes.length && !isBroken)
    scope.faults.push({ offset, message: '`<<` takes a map, or a list of maps, such as `<<: *name`' });
  return maps;
}

/** The name of an entry; `null` where it cannot be taken, its fault told. */
function readKey(
  key: unknown,
  value: unknown,
  offset: number,
  entries: ReadonlyMap<string, MapEntry>,
  scope: ReadScope,
): string | null {
  const name =
    isScalar(key) && key.value !== null && typeof key.value !== 'object' ? String(key.value) : null;
  const fault = keyFault(name, value, entries);
  if (fault === null) return name;
  scope.faults.push({ offset, message: fault });
  return null;
}

function keyFault(
  name: string | null,
  value: unknown,
  entries: ReadonlyMap<string, MapEntry>,
): string | null {
  if (name === null) return 'a key is not text; write `key: value`';
  // Not quoted: this is how the rest of an unquoted password that holds a comma looks.
  if (value === null) return 'a key without `: value`; add it, or put a value that holds a comma in quotes';
  if (entries.has(name)) return `duplicate key ${quoteName(name)}; keep one`;
  return null;
}

const taggedNode = (offset: number, scope: ReadScope): ConfigNode =>
  fail(offset, 'tags have no meaning here; remove it, or put a value that starts with `!` in quotes', scope);

function fail(offset: number, message: string, scope: ReadScope): ScalarNode {
  scope.faults.push({ offset, message });
  return broken(offset);
}

const broken = (offset: number): ScalarNode => ({
  kind: 'scalar',
  offset,
  size: 1,
  value: '',
  origin: 'broken',
  whole: false,
});
