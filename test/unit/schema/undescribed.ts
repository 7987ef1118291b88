import {
  type GraphQLNamedType,
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isIntrospectionType,
  isObjectType,
  isSpecifiedScalarType,
} from 'graphql';

interface Element {
  readonly coordinate: string;
  readonly description?: string | null | undefined;
}

/** The coordinates of all types, fields, arguments, input fields and enum values without a description. */
export function undescribed(schema: GraphQLSchema): string[] {
  const types = Object.values(schema.getTypeMap());
  const own = types.filter((type) => !isIntrospectionType(type) && !isSpecifiedScalarType(type));
  return own
    .flatMap(elementsOf)
    .filter(({ description }) => !description?.trim())
    .map(({ coordinate }) => coordinate);
}

const elementsOf = (type: GraphQLNamedType): Element[] => [
  { coordinate: type.name, description: type.description },
  ...membersOf(type),
];

function membersOf(type: GraphQLNamedType): Element[] {
  if (isEnumType(type)) return type.getValues().map((value) => under(type.name, value));
  if (isInputObjectType(type)) return Object.values(type.getFields()).map((field) => under(type.name, field));
  if (!isObjectType(type) && !isInterfaceType(type)) return [];
  return Object.values(type.getFields()).flatMap((field) => [
    under(type.name, field),
    ...field.args.map((arg) => under(`${type.name}.${field.name}`, arg)),
  ]);
}

const under = (
  owner: string,
  member: { name: string; description?: string | null | undefined },
): Element => ({
  coordinate: `${owner}.${member.name}`,
  description: member.description,
});
