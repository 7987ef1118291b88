import { type FieldNode, type GraphQLResolveInfo, Kind, type SelectionSetNode } from 'graphql';

type Fragments = GraphQLResolveInfo['fragments'];

/** Per field, as it is selected: an operation that comes again is not looked through again. */
const known = new WeakMap<GraphQLResolveInfo['fieldNodes'], ReadonlySet<string>>();

/**
 * Whether a list's jobs are asked for a field, such as `raw`, or `details.result` for one of their details. What `@skip` and
 * `@include` may leave out counts: nothing depends on it but how much is read.
 */
export function wantedOfJobs(info: GraphQLResolveInfo): (field: string) => boolean {
  return (field) => wantedIn(info).has(field);
}

function wantedIn({ fieldNodes, fragments }: GraphQLResolveInfo): ReadonlySet<string> {
  const found = known.get(fieldNodes) ?? new Set(fieldsOfJobs(fieldNodes, fragments));
  known.set(fieldNodes, found);
  return found;
}

function* fieldsOfJobs(lists: readonly FieldNode[], fragments: Fragments): Generator<string> {
  const ofLists = [...below(lists, fragments)];
  const edges = ofLists.filter(({ name }) => name.value === 'edges');
  const jobs = [
    ...ofLists.filter(({ name }) => name.value === 'nodes'),
    ...[...below(edges, fragments)].filter(({ name }) => name.value === 'node'),
  ];
  for (const field of below(jobs, fragments)) {
    const name = field.name.value;
    yield name;
    for (const inner of below([field], fragments)) yield `${name}.${inner.name.value}`;
  }
}

/** The fields right below some others, fragments looked through. */
function* below(fields: readonly FieldNode[], fragments: Fragments): Generator<FieldNode> {
  for (const { selectionSet } of fields) yield* within(selectionSet, fragments);
}

function* within(set: SelectionSetNode | undefined, fragments: Fragments): Generator<FieldNode> {
  for (const selection of set?.selections ?? []) {
    if (selection.kind === Kind.FIELD) yield selection;
    else if (selection.kind === Kind.INLINE_FRAGMENT) yield* within(selection.selectionSet, fragments);
    else yield* within(fragments[selection.name.value]?.selectionSet, fragments);
  }
}
