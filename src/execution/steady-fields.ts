import type { FieldPlan, Selection, SteadyFields } from './plan.ts';

declare module 'graphql' {
  interface GraphQLObjectTypeExtensions {
    /**
     * Fields that tell the same of one object of this type whenever they are asked, and whoever asks. What an operation has
     * written of them is kept with the object, until another operation asks for it.
     */
    steadyFields?: readonly string[];
  }
}

/** The fields of an object as they are to be written: those that are steady and stand together are one part. */
export function selectionOf(fields: readonly FieldPlan[]): Selection {
  if (fields.length === 0) return { entries: [], end: '{}', hasSteadyFields: false, isKept: false };
  const steady = new Set(fields.filter(isSteady));
  const isWhole = steady.size === fields.length;
  const entries: (FieldPlan | SteadyFields)[] = [];
  let open: FieldPlan[] | null = null;
  let parts = 0;
  for (const field of fields) {
    if (!steady.has(field)) {
      entries.push(field);
      open = null;
    } else if (open === null) {
      open = [keptWithin(field)];
      const kept = { entries: open, end: isWhole ? '}' : '', hasSteadyFields: false, isKept: true } as const;
      entries.push({ kind: 'steady', fields: kept, place: parts });
      parts += 1;
    } else open.push(keptWithin(field));
  }
  return { entries, end: isWhole ? '' : '}', hasSteadyFields: parts > 0, isKept: false };
}

/** Arguments that differ make an answer that differs. */
function isSteady({ parent, name, args, value }: FieldPlan): boolean {
  const names = parent.extensions.steadyFields;
  if (names === undefined || args.kind !== 'constant') return false;
  if (name !== '__typename' && !names.includes(name)) return false;
  if (value.kind !== 'object') return value.kind === 'leaf';
  return (
    value.object.isTypeOf === undefined && value.selection.entries.every(({ kind }) => kind === 'steady')
  );
}

/** An object within is kept as a part of what it stands in, and need not be kept by itself. */
function keptWithin(field: FieldPlan): FieldPlan {
  const { value } = field;
  if (value.kind !== 'object' || !value.selection.hasSteadyFields) return field;
  const entries = value.selection.entries.flatMap((entry) =>
    entry.kind === 'steady' ? entry.fields.entries : entry,
  );
  const selection = { entries, end: '}', hasSteadyFields: false, isKept: false } as const;
  return { ...field, value: { ...value, selection } };
}

const KEPT = Symbol('what was written of an object');

interface Kept {
  /** A copy of an object has this as well, and may differ. */
  readonly of: unknown;
  readonly selection: Selection;
  readonly texts: (string | undefined)[];
}

type Texts = Kept['texts'];

/**
 * Where an object keeps what was written of its steady fields for one selection; `null`: it cannot keep anything. It keeps the
 * texts of one selection, the last one: clients that ask for ever other fields cost no more memory.
 */
export function keptTexts(object: unknown, selection: Selection): Texts | null {
  if (typeof object !== 'object' || object === null) return null;
  const keeper: { [KEPT]?: Kept } = object;
  const kept = keeper[KEPT];
  if (kept !== undefined && kept.selection === selection && kept.of === object) return kept.texts;
  if (!Object.isExtensible(object)) return null;
  const texts: Texts = [];
  keeper[KEPT] = { of: object, selection, texts };
  return texts;
}
