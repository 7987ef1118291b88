import type { FieldPlan, Selection } from './plan.ts';

declare module 'graphql' {
  interface GraphQLObjectTypeExtensions {
    /**
     * Fields that tell the same of one object of this type whenever they are asked, and whoever asks. What an operation has
     * written of them is kept with the object, until another operation asks for it.
     */
    steadyFields?: readonly string[];
  }
}

/** The fields of an object as they are to be written: those that are steady and stand together are one run. */
export function selectionOf(fields: readonly FieldPlan[]): Selection {
  const runs: { readonly fields: FieldPlan[]; readonly place: number | null }[] = [];
  let steadyRuns = 0;
  for (const field of fields) {
    const steady = isSteady(field);
    const last = runs.at(-1);
    if (last !== undefined && steady === (last.place !== null)) last.fields.push(keptWithin(field, steady));
    else {
      runs.push({ fields: [keptWithin(field, steady)], place: steady ? steadyRuns : null });
      if (steady) steadyRuns += 1;
    }
  }
  return { runs, end: fields.length === 0 ? '{}' : '}', isKept: steadyRuns > 0 };
}

/** Arguments that differ make an answer that differs. */
function isSteady({ parent, name, args, value }: FieldPlan): boolean {
  const names = parent.extensions.steadyFields;
  if (names === undefined || args.kind !== 'constant') return false;
  if (name !== '__typename' && !names.includes(name)) return false;
  if (value.kind !== 'object') return value.kind === 'leaf';
  return value.object.isTypeOf === undefined && value.selection.runs.every(({ place }) => place !== null);
}

/** An object within a steady field is kept as a part of what it stands in, and need not be kept by itself. */
function keptWithin(field: FieldPlan, isSteadyField: boolean): FieldPlan {
  const { value } = field;
  if (!isSteadyField || value.kind !== 'object') return field;
  return { ...field, value: { ...value, selection: { ...value.selection, isKept: false } } };
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
