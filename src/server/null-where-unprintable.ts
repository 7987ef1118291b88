import { type GraphQLField, type GraphQLSchema, isObjectType, isScalarType } from 'graphql';

/** Receives the field, as `Type.field`, whose value its type cannot print. */
export type OnUnprintable = (field: string) => void;

/** Types of which JavaScript's numbers hold more than can be printed. */
const PRINTABLE: Readonly<Record<string, Printable>> = {
  DateTime: { most: 8.64e15, isWhole: true },
  Float: { most: Number.MAX_VALUE, isWhole: false },
  Int: { most: 2 ** 31 - 1, isWhole: true },
};

/** What can certainly be printed: most values, so that they are not printed twice. */
interface Printable {
  /** Above 0 or below. */
  readonly most: number;
  readonly isWhole: boolean;
}

type Source = Readonly<Record<string, unknown>> | null | undefined;
type Field = GraphQLField<Source, unknown>;

/**
 * A number or an instant that its type cannot print becomes null, where the field can be null: otherwise it would become an
 * internal error. This is the last resort: what comes from a vendor is checked where it is read, and the report tells it.
 */
export function nullWhereUnprintable(schema: GraphQLSchema, onUnprintable: OnUnprintable): GraphQLSchema {
  for (const type of Object.values(schema.getTypeMap()).filter(isObjectType)) {
    for (const field of Object.values(type.getFields())) {
      const printable = PRINTABLE[String(field.type)];
      const tell = (): void => onUnprintable(`${type.name}.${field.name}`);
      if (printable !== undefined) watch(field, printable, once(tell));
    }
  }
  return schema;
}

function watch(field: Field, { most, isWhole }: Printable, tell: () => void): void {
  const { name, type, resolve } = field;
  if (!isScalarType(type)) return;
  const orNull = (value: unknown): unknown => {
    if (value === null || value === undefined) return value;
    try {
      type.serialize(value);
      return value;
    } catch {
      tell();
      return null;
    }
  };
  const checked: Resolve = (source, args, context, info) => {
    let value: unknown = resolve ? resolve(source, args, context, info) : source?.[name];
    if (!resolve && typeof value === 'function') value = value.call(source, args, context, info);
    if (typeof value === 'number' && Math.abs(value) <= most && (!isWhole || Number.isInteger(value)))
      return value;
    return value instanceof Promise ? value.then(orNull) : orNull(value);
  };
  // It wants to know of its field if the one below does.
  field.resolve = Object.defineProperty(checked, 'length', { value: resolve?.length ?? 0 });
}

type Resolve = NonNullable<Field['resolve']>;

function once(work: () => void): () => void {
  let isDone = false;
  return () => {
    if (!isDone) work();
    isDone = true;
  };
}
