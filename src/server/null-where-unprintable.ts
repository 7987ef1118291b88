import {
  defaultFieldResolver,
  type GraphQLField,
  type GraphQLSchema,
  isObjectType,
  isScalarType,
} from 'graphql';

/** Receives the field, as `Type.field`, whose value its type cannot print. */
export type OnUnprintable = (field: string) => void;

/**
 * Types of which JavaScript's numbers hold more than can be printed, and what certainly can be: most values, so that they are
 * not printed twice.
 */
const PRINTABLE: Readonly<Record<string, (value: unknown) => boolean>> = {
  DateTime: (value) => Number.isSafeInteger(value) && Math.abs(Number(value)) <= 8.64e15,
  Float: Number.isFinite,
  Int: (value) => typeof value === 'number' && (value | 0) === value,
};

type Field = GraphQLField<unknown, unknown>;

/**
 * A number or an instant that its type cannot print becomes null, where the field can be null: otherwise it would become an
 * internal error. This is the last resort: what comes from a vendor is checked where it is read, and the report tells it.
 */
export function nullWhereUnprintable(schema: GraphQLSchema, onUnprintable: OnUnprintable): GraphQLSchema {
  for (const type of Object.values(schema.getTypeMap()).filter(isObjectType)) {
    for (const field of Object.values(type.getFields())) {
      if (String(field.type) in PRINTABLE)
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
  const isPrintable = PRINTABLE[type.name] ?? (() => false);
  const orNull = (value: unknown): unknown => {
    if (value === null || value === undefined || isPrintable(value)) return value;
    try {
      type.serialize(value);
      return value;
    } catch {
      tell();
      return null;
    }
  };
  field.resolve = (source, args, context, info) => {
    const value: unknown = resolve(source, args, context, info);
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
