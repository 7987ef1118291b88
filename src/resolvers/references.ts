import type { RequestContext } from '../context.ts';
import { badUserInput } from './bad-user-input.ts';
import { checkSource, findNode, type Nodes, resourceOf } from './find-node.ts';

type Representation = Readonly<Record<string, unknown>>;
type Reference<T> = (representation: Representation, context: RequestContext) => Promise<T | null>;

/** How each entity is found by one of its keys. Ids that come together are looked up together: the loaders see to that. */
export const references: { readonly [T in keyof Nodes]: Reference<Nodes[T]> } = {
  Job: async (one, context) => findNode(textOf(one, 'id'), 'Job', context),
  Task: async (one, context) => findNode(textOf(one, 'id'), 'Task', context),
  Origin: async (one, context) => findNode(textOf(one, 'id'), 'Origin', context),
  Source: async (one, context) => findNode(textOf(one, 'id'), 'Source', context),
  CloudResource: async (one, context) => {
    if (has(one, 'id')) return findNode(textOf(one, 'id'), 'CloudResource', context);
    const sourceId = has(one, 'sourceId') ? textOf(one, 'sourceId') : null;
    if (sourceId !== null) checkSource(sourceId, context);
    return resourceOf({ sourceId, nativeId: textOf(one, 'nativeId') });
  },
};

const has = (representation: Representation, field: string): boolean =>
  representation[field] !== undefined && representation[field] !== null;

function textOf(representation: Representation, field: string): string {
  const text = representation[field];
  if (typeof text === 'string' && text !== '' && text.isWellFormed()) return text;
  throw badUserInput(`A representation of a ${representation['__typename']} needs \`${field}\`, a text.`);
}
