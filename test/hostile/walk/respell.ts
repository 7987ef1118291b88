import type { Random } from '../random.ts';
import type { FilterPlan } from '../scenario.ts';

/** The same filter in other words: what is said of a field must not depend on how. */
export function respell(filter: FilterPlan, random: Random): Record<string, unknown> {
  const fields = Object.entries(filter).map(([field, value]) => [field, inOtherWords(field, value, random)]);
  const absent = ABSENT.filter(([field]) => !Object.hasOwn(filter, field) && random.chance(0.5));
  return Object.fromEntries(shuffled([...fields, ...absent], random));
}

/** What asks for nothing. */
const ABSENT: readonly (readonly [keyof FilterPlan, unknown])[] = [
  ['statuses', null],
  ['kinds', null],
  ['createdAfter', null],
  ['notStatuses', []],
];

function inOtherWords(field: string, value: string | string[] | undefined, random: Random): unknown {
  if (Array.isArray(value)) {
    const words = field === 'kinds' ? value.map((word) => inOtherCase(word, random)) : value;
    return shuffled(random.chance(0.5) ? [...words, ...words] : words, random);
  }
  return value === undefined || !field.startsWith('created') ? value : otherTime(value, random);
}

const inOtherCase = (word: string, random: Random): string =>
  random.pick([word, word.toLowerCase(), word.toUpperCase()]);

/** In another zone, or with zeros behind the fraction. */
function otherTime(text: string, random: Random): string {
  const fraction = /\.(\d+)Z$/.exec(text)?.[1] ?? '';
  const time = Date.parse(`${text.slice(0, 19)}Z`);
  const zeros = '0'.repeat(random.int(0, 3));
  const digits = `${fraction}${zeros}` === '' ? '' : `.${fraction}${zeros}`;
  if (random.chance(0.5)) return `${text.slice(0, 19)}${digits}Z`;
  return `${new Date(time + 5.5 * 3_600_000).toISOString().slice(0, 19)}${digits}+05:30`;
}

const shuffled = <T>(items: readonly T[], random: Random): T[] =>
  items
    .map((item) => ({ item, place: random.next() }))
    .toSorted((a, b) => a.place - b.place)
    .map(({ item }) => item);
