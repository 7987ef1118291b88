import { type ASTVisitor, GraphQLError, type ValidationContext } from 'graphql';
import type { Admitted } from './admitted.ts';
import type { ServerPlugin } from './server-plugin.ts';

/** Fields of every schema that tell the schema. */
const TELLTALE: ReadonlySet<string> = new Set(['__schema', '__type', '_service']);

/** Keeps the schema from those who may not see it: no introspection, and no names that are near to what they wrote. */
export const useSchemaPrivacy = (): ServerPlugin => ({
  onValidate({ context, addValidationRule }) {
    if (maySeeSchema(context)) return undefined;
    addValidationRule(NoIntrospection);
    return ({ result, setResult }) => setResult(result.map(withoutSuggestion));
  },
  onExecute: ({ args: { contextValue } }) =>
    maySeeSchema(contextValue)
      ? undefined
      : {
          onExecuteDone: ({ result, setResult }) => {
            if ('errors' in result && result.errors)
              setResult({ ...result, errors: result.errors.map(withoutSuggestion) });
          },
        },
});

const maySeeSchema = ({ caller }: Admitted): boolean => caller?.principal.rights.introspection === true;

/** The name of the function is part of the key under which the library keeps what was valid. */
function NoIntrospection(context: ValidationContext): ASTVisitor {
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

function withoutSuggestion<E extends Error>(error: E): E | GraphQLError {
  if (!(error instanceof GraphQLError) || !error.message.includes('Did you mean')) return error;
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
