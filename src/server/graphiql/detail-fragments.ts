import { buildSchema, getNullableType, isUnionType } from 'graphql';

/** Enough to show what there is; `raw` has the rest. */
const MOST_FIELDS = 3;

/** The first texts of each vendor's details, as fragments in a selection of `Job.details`. */
export function detailFragments(sdl: string): readonly string[] {
  const details = buildSchema(sdl).getType('JobDetails');
  if (!isUnionType(details)) return [];
  return details.getTypes().map((type) => {
    const fields = Object.values(type.getFields());
    const texts = fields.filter((field) => String(getNullableType(field.type)) === 'String');
    const names = texts.slice(0, MOST_FIELDS).map(({ name }) => name);
    return `... on ${type.name} { ${names.length === 0 ? '__typename' : names.join(' ')} }`;
  });
}
