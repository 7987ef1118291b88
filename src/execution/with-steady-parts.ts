import type { Entries, FieldPlan, SteadyFields, ValuePlan } from './plan.ts';

declare module 'graphql' {
  interface GraphQLObjectTypeExtensions {
    /**
     * Fields that tell the same of one object of this type whenever they are asked, and whoever asks. What an operation has
     * written of them is kept with the object, until another operation asks for it.
     */
    steadyFields?: readonly string[];
  }
}

/** The fields of an object, of which those that are steady and stand together become one part. */
export function withSteadyParts(fields: readonly FieldPlan[]): Entries {
  const selection = {};
  const end = fields.every(isSteady) ? '}' : '';
  const entries: (FieldPlan | SteadyFields)[] = [];
  let open: FieldPlan[] | null = null;
  let parts = 0;
  for (const field of fields) {
    if (!isSteady(field)) {
      entries.push(field);
      open = null;
    } else if (open === null) {
      open = [keptAsPart(field)];
      entries.push({ kind: 'steady', before: '', fields: open, place: parts, selection, end });
      parts += 1;
    } else open.push(keptAsPart(field));
  }
  return entries;
}

/** Arguments that differ make an answer that differs. */
const isSteady = ({ parent, field, args, value }: FieldPlan): boolean =>
  isNamedSteady(parent.extensions.steadyFields, field.name) &&
  args.kind === 'constant' &&
  hasSteadyValue(value);

const isNamedSteady = (names: readonly string[] | undefined, name: string): boolean =>
  names?.includes(name) === true || (names !== undefined && name === '__typename');

const hasSteadyValue = (value: ValuePlan): boolean =>
  value.kind === 'leaf' ||
  (value.kind === 'object' &&
    value.object.isTypeOf === undefined &&
    value.entries.every(({ kind }) => kind === 'steady'));

/** What it has within is kept as a part of it, and need not be kept by itself. */
function keptAsPart(field: FieldPlan): FieldPlan {
  if (field.value.kind !== 'object') return field;
  const entries = field.value.entries.flatMap((entry) => (entry.kind === 'steady' ? entry.fields : entry));
  return { ...field, value: { ...field.value, entries } };
}
