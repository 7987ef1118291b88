import { type DocumentNode, Kind, valueFromASTUntyped, visit } from 'graphql';

/** By which a client asks for an answer in parts. */
const DIRECTIVES: readonly string[] = ['defer', 'stream'];

/** The document without these directives; itself where it has none. */
export function inOnePiece(document: DocumentNode): DocumentNode {
  return visit(document, {
    [Kind.DIRECTIVE]: ({ name }) => (DIRECTIVES.includes(name.value) ? null : undefined),
  });
}

type Count = (variables: Readonly<Record<string, unknown>>) => unknown;

/** What a document says of how many items come first: the library takes a negative number for a fault of its own. */
export function initialCounts(document: DocumentNode): readonly Count[] {
  const found: Count[] = [];
  const defaults: Record<string, unknown> = {};
  visit(document, {
    [Kind.VARIABLE_DEFINITION]: ({ variable, defaultValue }) => {
      if (defaultValue !== undefined) defaults[variable.name.value] = valueFromASTUntyped(defaultValue);
    },
    [Kind.DIRECTIVE]: ({ name, arguments: given = [] }) => {
      const count = given.find((one) => one.name.value === 'initialCount');
      if (name.value !== 'stream' || count === undefined) return;
      found.push((variables) => valueFromASTUntyped(count.value, { ...defaults, ...variables }));
    },
  });
  return found;
}
