import {
  buildSchema,
  type ConstDirectiveNode,
  type DocumentNode,
  Kind,
  type ObjectTypeDefinitionNode,
  parse,
  print,
  printSchema,
  type TypeDefinitionNode,
  visit,
} from 'graphql';
import type { Federation } from './federation.ts';
import { FIELD_MARKS, LINK, SHARED_TYPES, TYPE_MARKS } from './marks.ts';
import { prefixTypes } from './prefix-types.ts';

/** The schema as other subgraphs are told of it: what `_service` answers with and `jobweave schema --federation` prints. */
export function subgraphSdl(sdl: string, { typePrefix }: Federation): string {
  const marked = withMarks(parse(printSchema(buildSchema(sdl))));
  return `${LINK}\n\n${print(prefixTypes(marked, typePrefix))}\n`;
}

const withMarks = (document: DocumentNode): DocumentNode =>
  visit(document, {
    ObjectTypeDefinition: (type) => undescribedWhereShared(withTypeMarks(type)),
    InterfaceTypeDefinition: undescribedWhereShared,
    ScalarTypeDefinition: undescribedWhereShared,
  });

function withTypeMarks(type: ObjectTypeDefinitionNode): ObjectTypeDefinitionNode {
  const name = type.name.value;
  const fields = type.fields?.map((field) => ({
    ...field,
    directives: [
      ...(field.directives ?? []),
      ...directives(FIELD_MARKS[`${name}.${field.name.value}`] ?? ''),
    ],
  }));
  return {
    ...type,
    ...(fields && { fields }),
    directives: [...(type.directives ?? []), ...directives(TYPE_MARKS[name] ?? '')],
  };
}

function directives(text: string): readonly ConstDirectiveNode[] {
  const [type] = parse(`scalar Any ${text}`).definitions;
  return type?.kind === Kind.SCALAR_TYPE_DEFINITION ? (type.directives ?? []) : [];
}

/** Two subgraphs that describe one thing in different words are told so by every composer. */
function undescribedWhereShared<T extends TypeDefinitionNode>(type: T): T {
  if (!SHARED_TYPES.includes(type.name.value)) return type;
  const { description: _, ...rest } = type;
  if (type.name.value === 'Query') return rest as T;
  return visit(rest as T, { StringValue: (__, key) => (key === 'description' ? null : undefined) });
}
