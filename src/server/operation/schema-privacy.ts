import {
  type ASTVisitor,
  BREAK,
  type DocumentNode,
  GraphQLError,
  Kind,
  type ValidationContext,
  visit,
} from 'graphql';

/** Fields of every schema that tell the schema. */
const TELLTALE: ReadonlySet<string> = new Set(['__schema', '__type', '_service']);

/** Whether a document asks for the schema. */
export function tellsSchema(document: DocumentNode): boolean {
  let tells = false;
  visit(document, {
    [Kind.FIELD]: ({ name }) => {
      if (!TELLTALE.has(name.value)) return undefined;
      tells = true;
      return BREAK;
    },
  });
  return tells;
}

/** A rule for those who may not see the schema. */
export function NoIntrospection(context: ValidationContext): ASTVisitor {
  return {
    Field(node) {
      if (!TELLTALE.has(node.name.value)) return;
      const message = `\`${node.name.value}\` is not for you: the schema is shown only to those with the right \`introspection\`.`;
      context.reportError(new GraphQLError(message, { nodes: [node], extensions: { code: 'FORBIDDEN' } }));
    },
  };
}

/** What graphql adds to a message where a name is nearly right. */
const SUGGESTION = /,? Did you mean [^?]*\?/g;

/** An error without names that are near to what was written. */
export function withoutSuggestion(error: GraphQLError): GraphQLError {
  if (!error.message.includes('Did you mean')) return error;
  const { nodes = null, source = null, positions = null, path = null, originalError, extensions } = error;
  return new GraphQLError(error.message.replaceAll(SUGGESTION, ''), {
    nodes,
    source,
    positions,
    path,
    originalError: originalError ?? null,
    extensions,
  });
}
