import { buildSchema, type GraphQLSchema, isObjectType } from 'graphql';

const SDL = `
  interface Node { id: ID!, next: Node, name(upper: Boolean = false): String }
  union Pet = Cat | Dog
  enum Mood { GOOD BAD }
  scalar Any
  input Where { least: Int = 3, names: [String!] }
  type Query { cat(where: Where): Cat, dog: Dog!, node: Node, pet: Pet, pets: [Pet], cats(first: Int!, where: Where): [Cat!], grid: [[Int]!] }
  type Cat implements Node { id: ID!, next: Node, name(upper: Boolean = false): String, mood: Mood, age: Int, friends: [Node!]!, any: Any }
  type Dog implements Node { id: ID!, next: Node, name(upper: Boolean = false): String, weight: Float!, isGood: Boolean, owner: Cat!, tags: [String!] }
`;

/** How a field fares: well, or in one of the odd ways that are numbered. */
export interface Fate {
  readonly oddity: (place: string) => number | null;
  /** Whether all values come later, or all at once. */
  readonly isLater: boolean;
}

type Value = (place: string, args: object) => unknown;

const thing =
  (type: string): Value =>
  (place) => ({ __typename: type, place });
const several =
  (one: Value): Value =>
  (place, args) =>
    [0, 1, 2].map((i) => one(`${place}/${i}`, args));
const either: Value = (place) => thing(place.length % 2 ? 'Cat' : 'Dog')(place, {});

/** Sound values of each type of a field. */
const SOUND: Readonly<Record<string, Value>> = {
  'ID!': (place) => place.length,
  String: (place, args) => `${place} ${JSON.stringify(args)}`,
  Mood: () => 'GOOD',
  Int: (place) => place.length,
  'Float!': (place) => place.length / 2,
  Boolean: (place) => place.length % 2 === 0,
  Any: (place, args) => ({ place, args }),
  Node: either,
  Pet: either,
  Cat: thing('Cat'),
  'Cat!': thing('Cat'),
  'Dog!': thing('Dog'),
  '[Node!]!': several(either),
  '[Pet]': several(either),
  '[Cat!]': several(thing('Cat')),
  '[String!]': several((place) => place),
  '[[Int]!]': several((place) => [place.length, null, place.length / 2]),
};

const fail = (place: string): never => {
  throw new Error(`failed at ${place}`);
};

/** What goes wrong with a field, and sometimes with a list's item. */
const ODD: readonly ((place: string, sound: unknown) => unknown)[] = [
  () => null,
  () => undefined,
  (place) => fail(place),
  (place) => new Error(`is an error at ${place}`),
  () => ({ __typename: 'Nobody' }),
  () => Number.NaN,
  (_, sound) => (Array.isArray(sound) ? [...sound.slice(1), null] : sound),
  (place, sound) => (Array.isArray(sound) ? [sound[0], new Error(place), sound[1]] : sound),
  (_, sound) => (Array.isArray(sound) ? new Set(sound) : sound),
];

export const ODDITIES = ODD.length;

const later = async (value: () => unknown): Promise<unknown> => {
  const found = await value();
  return Array.isArray(found) ? found.map(async (item) => item) : found;
};

/**
 * A schema with every shape of a type, whose fields answer rightly or wrongly. All of them answer at once or all later: where a list
 * is lost at once, graphql-js leaves rejections of its other items to nobody.
 */
export function oddSchema({ oddity, isLater }: Fate): GraphQLSchema {
  const schema = buildSchema(SDL);
  for (const type of Object.values(schema.getTypeMap()).filter(isObjectType)) {
    if (type.name.startsWith('__')) continue;
    for (const field of Object.values(type.getFields())) {
      const sound = SOUND[String(field.type)] ?? fail;
      field.resolve = (source, args, _, { path }) => {
        const place = `${source?.place ?? ''}/${path.key}`;
        const odd = ODD[oddity(place) ?? -1] ?? ((_, value) => value);
        const value = (): unknown => odd(place, sound(place, args));
        return isLater ? later(value) : value();
      };
    }
  }
  return schema;
}
