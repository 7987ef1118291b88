import { type DocumentNode, type GraphQLError, Kind, visit } from 'graphql';
import type { ServerPlugin } from './server-plugin.ts';
import { takesParts } from './use-media-type.ts';
import type { Part } from './use-report-errors.ts';

/**
 * What `useDeferStream` leaves open of `@defer` and `@stream`: an answer in parts, for clients that take one. For all others the directives do nothing, and the
 * answer comes in one piece.
 */
export const useIncrementalDelivery = (maskError: (error: unknown) => GraphQLError): ServerPlugin => ({
  onExecute({ args }) {
    if (!takesParts(args.contextValue.request.headers.get('accept') ?? ''))
      args.document = inOnePiece(args.document);
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

/** The library masks the errors of a whole answer, but not those within its later parts. */
function maskParts(part: Part, maskError: (error: unknown) => GraphQLError): Part {
  if (part.incremental === undefined) return part;
  const incremental = part.incremental.map((one) =>
    one.errors === undefined ? one : { ...one, errors: one.errors.map(maskError) },
  );
  return { ...part, incremental };
}
