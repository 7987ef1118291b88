import type { Environment } from './config.ts';
import { type ConfigNode, type MapEntry, type MapNode, type NodeFault, nodeAt } from './config-node.ts';
import { quoteName } from './quote-name.ts';

/** Keys of the file that are those of every source that does not have them. */
const FOR_ALL = ['proxy', 'tls'];

/** A file of which one block makes many sources is meant to make dozens, not thousands. */
const MOST_SOURCES = 500;

export interface Expanded {
  readonly root: ConfigNode;
  readonly faults: readonly NodeFault[];
}

/**
 * The file with all its sources written out: a `matrix` as one source for each combination of its values, `proxy` and `tls`
 * of the file in every source without its own, and without the keys that begin with `x-`, which are notes and anchors.
 */
export function expandSources(root: ConfigNode, env: Environment): Expanded {
  if (root.kind !== 'map') return { root, faults: [] };
  const file = withoutNotes(root);
  const list = nodeAt(file, ['sources']);
  const entry = file.entries.get('sources');
  if (list?.kind !== 'list' || entry === undefined) return { root: file, faults: [] };
  const faults: NodeFault[] = [];
  const shared = sharedEntries(file, env);
  const items = list.items.flatMap((item): readonly ConfigNode[] =>
    item.kind === 'map'
      ? expandMatrix(withoutNotes(item), faults).map((source) => withEntries(source, shared))
      : [item],
  );
  if (items.length > MOST_SOURCES)
    faults.push({
      offset: list.offset,
      message: `${items.length} sources are more than ${MOST_SOURCES}; check each \`matrix\``,
    });
  const sources = { ...list, items: items.slice(0, MOST_SOURCES) };
  const entries = [...file.entries].filter(([key]) => !FOR_ALL.includes(key));
  return {
    root: { ...file, entries: new Map([...entries, ['sources', { ...entry, node: sources }]]) },
    faults,
  };
}

const withoutNotes = (map: MapNode): MapNode => ({
  ...map,
  entries: new Map([...map.entries].filter(([key]) => !key.startsWith('x-'))),
});

/** Its own entries go before. */
const withEntries = (map: MapNode, more: ReadonlyMap<string, MapEntry>): MapNode => ({
  ...map,
  entries: new Map([...more, ...map.entries]),
});

function sharedEntries(file: MapNode, env: Environment): ReadonlyMap<string, MapEntry> {
  const own = [...file.entries].filter(([key]) => FOR_ALL.includes(key));
  const proxy = environmentProxy(env);
  return new Map([...(proxy === null ? [] : ([['proxy', proxy]] as const)), ...own]);
}

/** The small names go before, as for other programs. */
const PROXIES = [
  ['https', 'https_proxy'],
  ['http', 'http_proxy'],
  ['except', 'no_proxy'],
] as const;

function environmentProxy(env: Environment): MapEntry | null {
  const found = PROXIES.flatMap(([key, name]) => {
    const value = env[name] || env[name.toUpperCase()];
    return value ? ([[key, { keyOffset: 0, node: textNode(value, 0, 'environment') }]] as const) : [];
  });
  if (!found.some(([key]) => key !== 'except')) return null;
  return { keyOffset: 0, node: { kind: 'map', offset: 0, size: found.length, entries: new Map(found) } };
}

const textNode = (value: string, offset: number, origin: 'file' | 'environment'): ConfigNode => ({
  kind: 'scalar',
  offset,
  size: 1,
  value,
  origin,
  whole: false,
});

interface Choice {
  readonly key: string;
  /** What the source's id says of it. */
  readonly label: string;
  readonly entry: MapEntry;
}

function expandMatrix(source: MapNode, faults: NodeFault[]): readonly MapNode[] {
  const entry = source.entries.get('matrix');
  if (entry === undefined) return [source];
  const bare = { ...source, entries: new Map([...source.entries].filter(([key]) => key !== 'matrix')) };
  const { node } = entry;
  if (node.kind !== 'map' || node.entries.size === 0) {
    faults.push({
      offset: node.offset,
      message: '`matrix` must be a map of keys, each with a list of values',
    });
    return [bare];
  }
  const axes = [...node.entries].map(([key, axis]) => choicesOf(key, axis, faults));
  return combinations(axes).map((choices) => withChoices(bare, choices));
}

/** The values of a list, or of a map that gives each a short name. */
function choicesOf(key: string, { keyOffset, node }: MapEntry, faults: NodeFault[]): readonly Choice[] {
  if (node.kind === 'map')
    return [...node.entries].map(([label, entry]) => ({ key, label, entry: { ...entry, keyOffset } }));
  const items = node.kind === 'list' ? node.items : [];
  if (items.length === 0)
    faults.push({
      offset: node.offset,
      message: `${quoteName(`matrix.${key}`)} must be a list of values, or a map of short names and values`,
    });
  return items.map((item) => ({
    key,
    label: item.kind === 'scalar' ? String(item.value) : '',
    entry: { keyOffset, node: item },
  }));
}

const combinations = (axes: readonly (readonly Choice[])[]): readonly (readonly Choice[])[] =>
  axes.reduce<readonly (readonly Choice[])[]>(
    (some, axis) =>
      some.flatMap((chosen) => axis.map((choice) => [...chosen, choice])).slice(0, MOST_SOURCES + 1),
    [[]],
  );

/** Its id tells what it was chosen from, so that it stays the same when others come and go. */
function withChoices(source: MapNode, choices: readonly Choice[]): MapNode {
  const id = source.entries.get('id');
  const base = id?.node.kind === 'scalar' ? [String(id.node.value)] : [];
  const label = [...base, ...choices.map((choice) => choice.label)].join('-').toLowerCase();
  const named: (readonly [string, MapEntry])[] =
    id === undefined ? [] : [['id', { ...id, node: textNode(label, id.node.offset, 'file') }]];
  const chosen = choices.map(({ key, entry }) => [key, entry] as const);
  return { ...source, entries: new Map([...source.entries, ...named, ...chosen]) };
}
