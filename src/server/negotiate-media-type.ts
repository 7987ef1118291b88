export const JSON_TYPE = 'application/json';
export const GRAPHQL_TYPE = 'application/graphql-response+json';
/** What results that come in parts are sent as. */
export const STREAM_TYPES: readonly string[] = ['text/event-stream', 'multipart/mixed'];

/** One part of an `Accept` header. */
interface MediaRange {
  readonly name: string;
  /** 0: not this. */
  readonly quality: number;
}

/**
 * The best type for a whole answer (RFC 9110, §12.5.1); `null`: the client takes none that is spoken here. Whoever takes any
 * `application/…+json` is given JSON: some clients name no type but that of the vendor whom they were made for. Of two types
 * that the client likes equally it gets the one that it names first, and JSON where it names neither.
 */
export function negotiateMediaType(accept: string): string | null {
  const ranges = readRanges(accept);
  if (ranges.length === 0) return JSON_TYPE;
  const offers = [
    { type: JSON_TYPE, place: placeOf(ranges, [JSON_TYPE, OTHER_JSON, 'application/*', '*/*']) },
    { type: GRAPHQL_TYPE, place: placeOf(ranges, [GRAPHQL_TYPE, 'application/*', '*/*']) },
  ];
  const qualityAt = (place: number): number => ranges[place]?.quality ?? 0;
  const [best] = offers
    .filter(({ place }) => qualityAt(place) > 0)
    .sort((a, b) => qualityAt(b.place) - qualityAt(a.place) || a.place - b.place);
  return best?.type ?? null;
}

/** The types for results that come in parts which the client takes, by its own order. */
export const streamTypesIn = (accept: string): readonly string[] =>
  readRanges(accept)
    .filter(({ name, quality }) => quality > 0 && STREAM_TYPES.includes(name))
    .map(({ name }) => name);

const OTHER_JSON = /^application\/(?!graphql-response\+).+\+json$/;

function readRanges(accept: string): MediaRange[] {
  return accept
    .toLowerCase()
    .split(',')
    .map((range) => {
      const [name = '', ...parameters] = range.split(';').map((part) => part.trim());
      return { name, quality: qualityOf(parameters) };
    })
    .filter(({ name }) => name !== '');
}

function qualityOf(parameters: readonly string[]): number {
  const weight = parameters.find((parameter) => /^q\s*=/.test(parameter));
  const quality = Number(weight?.split('=')[1] ?? 1);
  return Number.isNaN(quality) ? 1 : quality;
}

/** Where the first of these names stands that stands there at all; -1: nowhere. */
function placeOf(ranges: readonly MediaRange[], names: readonly (string | RegExp)[]): number {
  const places = names.map((wanted) =>
    ranges.findIndex(({ name }) => (typeof wanted === 'string' ? name === wanted : wanted.test(name))),
  );
  return places.find((place) => place >= 0) ?? -1;
}
