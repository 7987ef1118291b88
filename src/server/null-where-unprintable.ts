import {
  defaultFieldResolver,
  type GraphQLField,
  type GraphQLSchema,
  isObjectType,
  isScalarType,
} from 'graphql';

/** Receives the field, as `Type.field`, whose value its type cannot print. */
export type OnUnprintable = (field: string) => void;

/** Types of which JavaScript's numbers hold more than can be printed. */
const BOUNDED: readonly string[] = ['DateTime', 'Float', 'Int'];

type Field = GraphQLField<unknown, unknown>;

/**
 * A number or an instant that its type cannot print becomes null, where the field can be null: otherwise it would become an
 * internal error. This is the last resort: what comes from a vendor is checked where it is read, and the report tells it.
 */
export function nullWhereUnprintable(schema: GraphQLSchema, onUnprintable: OnUnprintable): GraphQLSchema {
  for (const type of Object.values(schema.getTypeMap()).filter(isObjectType)) {
    for (const field of Object.values(type.getFields())) {
      if (BOUNDED.includes(String(field.type)))
        watch(
          field,
          once(() => onUnprintable(`${type.name}.${field.name}`)),
        );
    }
  }
  return schema;
}

function watch(field: Field, tell: () => void): void {
  const { type, resolve = defaultFieldResolver } = field;
  if (!isScalarType(type)) return;
  const orNull = (value: unknown): unknown => {
    try {
      if (value !== null && value !== undefined) type.serialize(value);
      return value;
    } catch {
      tell();
      return null;
    }
  };
  field.resolve = (...given) => {
    const value: unknown = resolve(...given);
    return value instanceof Promise ? value.then(orNull) : orNull(value);
  };
}

function once(work: () => void): () => void {
  let isDone = false;
  return () => {
    if (!isDone) work();
    isDone = true;
  };
}
