import {
  type FieldNode,
  GraphQLIncludeDirective,
  type GraphQLResolveInfo,
  GraphQLSkipDirective,
  getDirectiveValues,
  Kind,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';

type Fragments = GraphQLResolveInfo['fragments'];

/** Names of fields. */
interface Wanted {
  readonly ofLists: ReadonlySet<string>;
  /** `details.result`: a field within a field. */
  readonly ofJobs: ReadonlySet<string>;
}

/** Per field, as it is selected: an operation that comes again is not looked through again. */
const known = new WeakMap<GraphQLResolveInfo['fieldNodes'], Wanted>();

function wantedIn({ fieldNodes, fragments }: GraphQLResolveInfo): Wanted {
  const found = known.get(fieldNodes) ?? wantedOf(fieldNodes, fragments);
  known.set(fieldNodes, found);
  return found;
}

/**
 * Whether a list's jobs are asked for a field, such as `raw`, or `details.result` for one of their details. What `@skip` and
 * `@include` may leave out counts: nothing depends on it but how much is read.
 */
export function wantedOfJobs(info: GraphQLResolveInfo): (field: string) => boolean {
  const { ofJobs } = wantedIn(info);
  return (field) => ofJobs.has(field);
}

/**
 * Whether a field of this name is selected right below the list that is resolved, whatever its alias; fragments count, and what
 * `@skip` or `@include` leaves out does not.
 */
export function isWantedOfList(name: string, info: GraphQLResolveInfo): boolean {
  if (!wantedIn(info).ofLists.has(name)) return false;
  const { fieldNodes, fragments, variableValues } = info;
  const isLeftOut = (selection: SelectionNode): boolean =>
    getDirectiveValues(GraphQLSkipDirective, selection, variableValues)?.['if'] === true ||
    getDirectiveValues(GraphQLIncludeDirective, selection, variableValues)?.['if'] === false;
  const isIn = (set: SelectionSetNode | undefined): boolean =>
    set?.selections.some((selection) => {
      if (isLeftOut(selection)) return false;
      if (selection.kind === Kind.FIELD) return selection.name.value === name;
      if (selection.kind === Kind.INLINE_FRAGMENT) return isIn(selection.selectionSet);
      return isIn(fragments[selection.name.value]?.selectionSet);
    }) ?? false;
  return fieldNodes.some(({ selectionSet }) => isIn(selectionSet));
}

function wantedOf(lists: readonly FieldNode[], fragments: Fragments): Wanted {
  const fields = below(lists, fragments);
  const jobs = [...named('nodes', fields), ...named('node', below(named('edges', fields), fragments))];
  const ofJobs = new Set<string>();
  for (const field of below(jobs, fragments)) {
    const name = field.name.value;
    ofJobs.add(name);
    if (field.selectionSet === undefined) continue;
    for (const inner of below([field], fragments)) ofJobs.add(`${name}.${inner.name.value}`);
  }
  return { ofLists: new Set(fields.map(({ name }) => name.value)), ofJobs };
}

function named(name: string, fields: readonly FieldNode[]): readonly FieldNode[] {
  return fields.filter((field) => field.name.value === name);
}

/** The fields right below some others, fragments looked through. */
function below(fields: readonly FieldNode[], fragments: Fragments): readonly FieldNode[] {
  const found: FieldNode[] = [];
  for (const { selectionSet } of fields) addFields(selectionSet, fragments, found);
  return found;
}

function addFields(set: SelectionSetNode | undefined, fragments: Fragments, to: FieldNode[]): void {
  for (const selection of set?.selections ?? []) {
    if (selection.kind === Kind.FIELD) to.push(selection);
    else if (selection.kind === Kind.INLINE_FRAGMENT) addFields(selection.selectionSet, fragments, to);
    else addFields(fragments[selection.name.value]?.selectionSet, fragments, to);
  }
}
