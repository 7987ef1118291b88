import type { Refusal } from '../access/caller.ts';
import type { Asked } from './asked.ts';

const JSON_TYPE = 'application/json';
const GRAPHQL_TYPE = 'application/graphql-response+json';
/** What results that come in parts are sent as. */
const STREAM_TYPES: readonly string[] = ['text/event-stream', 'multipart/mixed'];

/** What of a request is wrong that accepts none of them. */
export const NOT_ACCEPTABLE: Refusal = {
  status: 406,
  code: 'BAD_USER_INPUT',
  message: `This server speaks none of the media types in the header \`Accept\`: ask for ${JSON_TYPE} or ${GRAPHQL_TYPE}.`,
};

/** Whether a browser asks for a page. */
export const wantsHtml = ({ method, header }: Pick<Asked, 'method' | 'header'>): boolean =>
  method === 'GET' && (header('accept')?.includes('text/html') ?? false);

/** One part of an `Accept` header. */
interface MediaRange {
  readonly name: string;
  /** 0: not this. */
  readonly quality: number;
  /** No other format of parts is asked for than the one that is spoken here. */
  readonly isOurs: boolean;
}

/** Whether a client takes an answer in parts, by what was chosen of its header. */
export const takesParts = (types: readonly string[]): boolean =>
  types.some((type) => STREAM_TYPES.includes(type));

/** Whether a type is one of a whole answer. */
export const isWhole = (type: string | undefined): boolean => type === JSON_TYPE || type === GRAPHQL_TYPE;

/** The format of parts: <https://specs.apollo.dev/incremental>, of August 2022. */
const OTHER_FORMAT = /^(?:incrementalspec\s*=|deferspec\s*=(?!\s*"?20220824))/;

/** Most clients send one of a few headers. */
const MOST_KNOWN = 200;
const LONGEST_KNOWN = 300;
const negotiated = new Map<string, readonly string[]>();

/**
 * The best type for a whole answer, and those for results that come in parts, by the client's own order (RFC 9110, §12.5.1);
 * empty: the client accepts none of ours.
 */
export function negotiateMediaTypes(accept: string): readonly string[] {
  const known = negotiated.get(accept);
  if (known !== undefined) return known;
  const types = negotiate(accept);
  if (negotiated.size >= MOST_KNOWN) negotiated.clear();
  if (accept.length <= LONGEST_KNOWN) negotiated.set(accept, types);
  return types;
}

function negotiate(accept: string): readonly string[] {
  const ranges = readRanges(accept);
  const streams = ranges.filter(
    ({ name, quality, isOurs }) => quality > 0 && isOurs && STREAM_TYPES.includes(name),
  );
  return [bestOf(ranges) ?? [], ...streams.map(({ name }) => name)].flat();
}

/**
 * Whoever takes any `application/…+json` is given JSON: some clients name no type but that of the vendor whom they were made
 * for. Of two types that the client likes equally it gets the one that it names first, and JSON where it names neither.
 */
function bestOf(ranges: readonly MediaRange[]): string | null {
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

const OTHER_JSON = /^application\/(?!graphql-response\+).+\+json$/;

function readRanges(accept: string): MediaRange[] {
  return accept
    .toLowerCase()
    .split(',')
    .map((range) => {
      const [name = '', ...parameters] = range.split(';').map((part) => part.trim());
      const isOurs = !parameters.some((parameter) => OTHER_FORMAT.test(parameter));
      return { name, quality: qualityOf(parameters), isOurs };
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
