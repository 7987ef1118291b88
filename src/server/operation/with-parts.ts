import { useDeferStream } from '@graphql-yoga/plugin-defer-stream';
import { type DocumentNode, type GraphQLError, type GraphQLSchema, specifiedRules, validate } from 'graphql';
import { envelop, useSchema } from 'graphql-yoga';
import { NoIntrospection, withoutSuggestion } from './schema-privacy.ts';

/** All that is wrong with a document. `maySeeSchema`: whether whoever asks may. */
export type Validate = (document: DocumentNode, maySeeSchema: boolean) => readonly GraphQLError[];

/** The schema with the directives for answers in parts, and what is valid by it: the library's plugin brings both. */
export function withParts(given: GraphQLSchema): { schema: GraphQLSchema; validate: Validate } {
  const getEnveloped = envelop({
    plugins: [
      useSchema(given),
      { onValidate: ({ setValidationFn }) => setValidationFn(validate) },
      useDeferStream(),
    ],
  });
  const { schema, validate: validateWithParts } = getEnveloped();
  return {
    schema,
    validate: (document, maySeeSchema) => {
      const rules = maySeeSchema ? specifiedRules : [...specifiedRules, NoIntrospection];
      const errors: readonly GraphQLError[] = validateWithParts(schema, document, rules);
      for (const error of errors) markAsRefused(error, 'GRAPHQL_VALIDATION_FAILED');
      return maySeeSchema ? errors : errors.map(withoutSuggestion);
    },
  };
}

/** Before execution, and so that whoever asks for JSON gets HTTP 200 all the same, as the specification has it. */
export function markAsRefused({ extensions }: GraphQLError, code: string): void {
  extensions['code'] ??= code;
  extensions['http'] ??= { spec: true, status: 400 };
}
