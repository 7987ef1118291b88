import { type DocumentNode, getOperationAST, Kind, OperationTypeNode, type SelectionSetNode } from 'graphql';
import type { SharedOperations } from './http/shared-operations.ts';
import type { ServerPlugin } from './server-plugin.ts';

/**
 * Root fields whose answers may be a moment old: they are about all that is there. What is asked for by its id is read anew for
 * everybody: whoever asks for it has often just changed it.
 */
const SHARED_FIELDS: ReadonlySet<string> = new Set(['__typename', 'jobs', 'source', 'sources']);

/** Opens an operation to others as soon as it is known what it asks, and that who asks may. */
export const useSharedOperations = (shared: SharedOperations): ServerPlugin => ({
  onExecute({ args }) {
    const { request } = args.contextValue;
    if (isShared(args.document, args.operationName)) shared.open(request);
  },
});

const known = new WeakMap<object, boolean>();

function isShared(document: DocumentNode, name: string | null | undefined): boolean {
  const operation = getOperationAST(document, name);
  if (operation?.operation !== OperationTypeNode.QUERY) return false;
  const kept = known.get(operation);
  if (kept !== undefined) return kept;
  const asksOnlyShared = hasOnlyShared(operation.selectionSet, document);
  known.set(operation, asksOnlyShared);
  return asksOnlyShared;
}

const hasOnlyShared = ({ selections }: SelectionSetNode, document: DocumentNode): boolean =>
  selections.every((selection) => {
    if (selection.kind === Kind.FIELD) return SHARED_FIELDS.has(selection.name.value);
    if (selection.kind === Kind.INLINE_FRAGMENT) return hasOnlyShared(selection.selectionSet, document);
    return false;
  });
