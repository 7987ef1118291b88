import { GraphQLDeferDirective, GraphQLStreamDirective } from '@graphql-tools/utils';
import {
  type DocumentNode,
  type GraphQLError,
  GraphQLSchema,
  Kind,
  specifiedRules,
  type ValidationRule,
  validate,
  valueFromASTUntyped,
  visit,
} from 'graphql';

/*
 * `@defer` and `@stream`, by which a client asks for an answer in parts.
 */

const DIRECTIVES = [GraphQLDeferDirective, GraphQLStreamDirective];

/** A schema that knows them. */
export function withParts(schema: GraphQLSchema): GraphQLSchema {
  const missing = DIRECTIVES.filter(({ name }) => schema.getDirective(name) == null);
  return missing.length === 0
    ? schema
    : new GraphQLSchema({ ...schema.toConfig(), directives: [...schema.getDirectives(), ...missing] });
}

export type Validate = (document: DocumentNode, rules: readonly ValidationRule[]) => readonly GraphQLError[];

/** What is valid by the rules that documents with these directives have to obey beside those that are given. */
export async function loadValidate(schema: GraphQLSchema): Promise<Validate> {
  const { envelop, useSchema } = await import('graphql-yoga');
  const { useDeferStream } = await import('@graphql-yoga/plugin-defer-stream');
  const useValidate = { onValidate: ({ setValidationFn }: Validating) => setValidationFn(validate) };
  const enveloped = envelop({ plugins: [useSchema(schema), useValidate, useDeferStream()] })();
  return (document, rules) => enveloped.validate(schema, document, [...specifiedRules, ...rules]);
}

interface Validating {
  readonly setValidationFn: (given: typeof validate) => void;
}

/** The document without these directives; itself where it has none. */
export function inOnePiece(document: DocumentNode): DocumentNode {
  return visit(document, {
    [Kind.DIRECTIVE]: ({ name }) => (DIRECTIVES.some((one) => one.name === name.value) ? null : undefined),
  });
}

type Count = (variables: Readonly<Record<string, unknown>>) => unknown;

/** What a document says of how many items come first: the library takes a negative number for a fault of its own. */
export function initialCounts(document: DocumentNode): readonly Count[] {
  const found: Count[] = [];
  const defaults: Record<string, unknown> = Object.create(null);
  visit(document, {
    [Kind.VARIABLE_DEFINITION]: ({ variable, defaultValue }) => {
      if (defaultValue !== undefined) defaults[variable.name.value] = valueFromASTUntyped(defaultValue);
    },
    [Kind.DIRECTIVE]: ({ name, arguments: given = [] }) => {
      const count = given.find((one) => one.name.value === 'initialCount');
      if (name.value !== 'stream' || count === undefined) return;
      found.push((variables) =>
        valueFromASTUntyped(count.value, { __proto__: null, ...defaults, ...variables }),
      );
    },
  });
  return found;
}
