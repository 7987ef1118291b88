import {
  type ASTNode,
  buildSchema,
  type ConstDirectiveNode,
  type DocumentNode,
  type InterfaceTypeDefinitionNode,
  Kind,
  type ObjectTypeDefinitionNode,
  parse,
  print,
  printSchema,
  type StringValueNode,
  visit,
} from 'graphql';
import type { Federation } from './federation.ts';
import { FIELD_MARKS, LINK, SHARED, TYPE_MARKS } from './marks.ts';
import { prefixTypes } from './prefix-types.ts';

/** The schema as other subgraphs are told of it: what `_service` answers with and `jobweave schema --federation` prints. */
export function subgraphSdl(sdl: string, { typePrefix }: Federation): string {
  const marked = withMarks(parse(printSchema(buildSchema(sdl))));
  return `${LINK}\n\n${print(prefixTypes(marked, typePrefix))}\n`;
}

const withMarks = (document: DocumentNode): DocumentNode =>
  visit(document, {
    ObjectTypeDefinition: (type) => withFields(markedType(type)),
    InterfaceTypeDefinition: (type) => withFields(type),
    ScalarTypeDefinition: (scalar) => undescribedIfShared(scalar, scalar.name.value),
  });

const markedType = (type: ObjectTypeDefinitionNode): ObjectTypeDefinitionNode => ({
  ...type,
  directives: [...(type.directives ?? []), ...directives(TYPE_MARKS[type.name.value] ?? '')],
});

function withFields<T extends ObjectTypeDefinitionNode | InterfaceTypeDefinitionNode>(type: T): T {
  const name = type.name.value;
  const fields = type.fields?.map((field) => {
    const coordinate = `${name}.${field.name.value}`;
    const marks = directives(FIELD_MARKS[coordinate] ?? '');
    const marked = { ...field, directives: [...(field.directives ?? []), ...marks] };
    return undescribedIfShared(marked, coordinate, `${name}.*`);
  });
  const told = SHARED.has(name) ? undescribed(type) : type;
  return fields === undefined ? told : { ...told, fields };
}

function undescribed<T extends ASTNode & { readonly description?: StringValueNode }>(node: T): T {
  const { description: _, ...rest } = node;
  return rest as T;
}

function directives(text: string): readonly ConstDirectiveNode[] {
  const [type] = parse(`scalar Any ${text}`).definitions;
  return type?.kind === Kind.SCALAR_TYPE_DEFINITION ? (type.directives ?? []) : [];
}

/** Two subgraphs that describe one thing in different words are told so by composers; the descriptions of arguments go too. */
const undescribedIfShared = <T extends ASTNode>(node: T, ...coordinates: readonly string[]): T =>
  coordinates.some((coordinate) => SHARED.has(coordinate))
    ? visit(node, { StringValue: (_, key) => (key === 'description' ? null : undefined) })
    : node;
