import { type DocumentNode, type GraphQLError, Kind, valueFromASTUntyped, visit } from 'graphql';
import { badUserInput } from '../resolvers/bad-user-input.ts';
import type { ServerPlugin } from './server-plugin.ts';
import { takesParts } from './use-media-type.ts';
import type { Part } from './use-report-errors.ts';

/**
 * What `useDeferStream` leaves open of `@defer` and `@stream`: an answer in parts, for clients that take one. For all others
 * the directives do nothing, and the answer comes in one piece.
 */
export const useIncrementalDelivery = (maskError: (error: unknown) => GraphQLError): ServerPlugin => ({
  onExecute({ args, setResultAndStopExecution }) {
    if (!takesParts(args.contextValue.request.headers.get('accept') ?? ''))
      args.document = inOnePiece(args.document);
    else if (initialCounts(args.document).some((count) => Number(count(args.variableValues ?? {})) < 0))
      return setResultAndStopExecution({ errors: [badUserInput(NEGATIVE)] });
    return {
      onExecuteDone: () => ({
        onNext: ({ result, setResult }) => setResult(maskParts(result, maskError)),
      }),
    };
  },
});

const DIRECTIVES: readonly string[] = ['defer', 'stream'];

const pieces = new WeakMap<DocumentNode, DocumentNode>();

/** The document without these directives; itself where it has none. Documents are kept by the server: each is looked at once. */
function inOnePiece(document: DocumentNode): DocumentNode {
  const known = pieces.get(document);
  if (known !== undefined) return known;
  const piece: DocumentNode = visit(document, {
    [Kind.DIRECTIVE]: ({ name }) => (DIRECTIVES.includes(name.value) ? null : undefined),
  });
  pieces.set(document, piece);
  return piece;
}

const NEGATIVE = '`initialCount` of @stream is below 0; give 0 or more, or leave it out.';

type Count = (variables: Readonly<Record<string, unknown>>) => unknown;

const counts = new WeakMap<DocumentNode, readonly Count[]>();

/** What a document says of how many items come first: the library takes a negative number for a fault of its own. */
function initialCounts(document: DocumentNode): readonly Count[] {
  const known = counts.get(document);
  if (known !== undefined) return known;
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
  counts.set(document, found);
  return found;
}

/** The library masks the errors of a whole answer, but not those within its later parts. */
function maskParts(part: Part, maskError: (error: unknown) => GraphQLError): Part {
  if (part.incremental === undefined) return part;
  const incremental = part.incremental.map((one) =>
    one.errors === undefined ? one : { ...one, errors: one.errors.map(maskError) },
  );
  return { ...part, incremental };
}
