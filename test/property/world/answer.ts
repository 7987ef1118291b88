import type { Query } from '../../../src/datasource/contract/transport.ts';
import { SourceError } from '../../../src/model/source-error.ts';
import type { ModelList } from './model-list.ts';
import type { ModelRow } from './model-row.ts';
import type { ModelVendor, VendorTraits } from './model-vendor.ts';
import type { Random } from './random.ts';

export interface Question {
  readonly vendor: ModelVendor;
  readonly path: string;
  readonly query: Query;
  readonly random: Random;
  /** No more rows come this time. */
  readonly most: number;
  /** Which row no page goes beyond, that begins before it or with it; `null`: there is none. */
  readonly border: number | null;
}

interface Answer {
  readonly rows: readonly unknown[];
  readonly total: number | null;
}

/** What the vendor says. Throws `SourceError` where it refuses. */
export function answer(question: Question): Answer {
  const { vendor, path } = question;
  const key = path.slice(1);
  if (key === 'origins') return tellOrigins(question);
  if (vendor.traits.kind === 'crawl') return { rows: crawled(vendor, key), total: null };
  const list = vendor.origins.get(key);
  if (list !== undefined) return page(question, list);
  if (vendor.traits.ofGone === 'no-rows') return { rows: [], total: null };
  throw new SourceError({ code: 'NOT_FOUND', message: 'no such origin' });
}

function tellOrigins(question: Question): Answer {
  const { vendor } = question;
  const from = Number(parameter(question, 'offset') ?? 0);
  const rows = vendor.originKeys.slice(from, from + Number(parameter(question, 'limit')));
  return { rows, total: null };
}

const crawled = ({ origins }: ModelVendor, id: string): ModelRow[] =>
  [...origins.values()].flatMap((list) => list.rows.filter((row) => row.id === id));

function page(question: Question, list: ModelList): Answer {
  const { traits } = question.vendor;
  const limit = Number(parameter(question, 'limit'));
  if (limit > traits.maxPageSize) throw refused('limit too large');
  const rows = matching(question, list);
  const from = traits.repeats ? 0 : firstOf(question, rows, traits);
  const border = placesBefore(question.border, rows, from);
  // One row that comes again and again could not be told from the only one there is.
  const least = traits.repeats ? 2 : 1;
  const rest = traits.part === null ? limit : traits.part - (from % traits.part);
  const most = Math.min(limit, rest, traits.cut ?? limit, question.most, Math.max(least, border));
  const slice = rows.slice(from, from + most);
  return { rows: slice, total: { list: rows.length, page: slice.length, nothing: null }[traits.counts] };
}

function placesBefore(border: number | null, { length }: readonly unknown[], from: number): number {
  const places = border === null || length === 0 ? 0 : (border % length) + 1 - from;
  return places > 0 ? places : Number.POSITIVE_INFINITY;
}

/** In the order that is asked for; a row without a time fails every condition on it. */
function matching(question: Question, list: ModelList): readonly ModelRow[] {
  const { traits } = question.vendor;
  const sorted = list.sorted(traits.shufflesTies ? question.random : null);
  const [froms, befores] = [instants(question, 'from'), instants(question, 'before')];
  const isIn = ({ time }: ModelRow): boolean =>
    time === null
      ? froms.length + befores.length === 0
      : froms.every((from) => time >= from) && befores.every((before) => time < before);
  const rows = sorted.filter(isIn);
  return parameter(question, 'sort') === 'up' ? rows.reverse() : rows;
}

function firstOf(question: Question, rows: readonly ModelRow[], { kind }: VendorTraits): number {
  const marker = parameter(question, 'marker');
  if (marker === undefined) return Number(parameter(question, 'offset')) - (kind === 'start' ? 1 : 0);
  const at = rows.findIndex(({ id }) => id === marker);
  if (at < 0) throw refused('no such marker');
  return at + 1;
}

const parameter = ({ query }: Question, name: string): string | undefined =>
  query.find(([one]) => one === name)?.[1];

const instants = ({ query }: Question, name: string): number[] =>
  query.filter(([one]) => one === name).map(([, value]) => Number(value));

const refused = (message: string): SourceError => new SourceError({ code: 'UPSTREAM_REJECTED', message });
