import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { Hint } from '../../datasource/feed/hint.ts';
import { canonicalFilter } from '../../datasource/filter/plan-filter.ts';
import type { JobOrder } from '../../model/job-filter.ts';
import { invalidCursor, mismatchedCursor } from './cursor-error.ts';
import { ByteReader, ByteWriter, readHint, readPosition, writeHint, writePosition } from './cursor-parts.ts';
import type { Position, WalkState } from './walk-state.ts';

/**
 * A cursor, before it is signed:
 *
 *     version · order · digest of the filter · direction · rows given, rows at least ·
 *     positions, each once, the common one first · marks of all streams, sorted, each as its distance from the one before ·
 *     streams behind: number of the mark, number of the position · hints: number of the mark, hint
 *
 * All parts are sorted, so that one place in a walk has one cursor. Strings are opaque to clients; a new layout takes a
 * new version.
 */
const VERSION = 3;
const DIGEST_BYTES = 6;

/** Longest cursor that keeps its hints, in characters: 2 KB, and 18 bytes for each stream beyond 50. */
const sizeLimit = (streams: number): number => 2_048 + Math.max(0, streams - 50) * 24;

export interface CursorCodec {
  readonly encode: (state: WalkState) => string;
  /** Throws `CursorError`; `argument` is named in it. */
  readonly decode: (text: string, argument: 'after' | 'before') => WalkState;
}

/** Cursors of one list: they fit no list with another order or filter. */
export function createCursorCodec(signer: CursorSigner, order: JobOrder, filter: object): CursorCodec {
  // Made when it is needed: most clients ask for no cursor.
  let known: Buffer | null = null;
  const digest = (): Buffer => {
    known ??= digestOf(filter);
    return known;
  };
  return {
    encode: (state) => {
      const shortened = (shorten: (hint: Hint) => Hint): string =>
        signer.sign(write({ ...state, hints: mapHints(state.hints, shorten) }, order, digest()));
      const limit = sizeLimit(state.roster.size);
      const fitting = SHORTENINGS.values()
        .map(shortened)
        .find((text) => text.length <= limit);
      return fitting ?? shortened(withoutSavings);
    },
    decode: (text, argument) => {
      const payload = signer.verify(text);
      if (payload === null) throw invalidCursor(argument);
      return read(new ByteReader(payload), order, digest(), argument);
    },
  };
}

type Hints = WalkState['hints'];

const withoutIndex = (hint: Hint): Hint => ({
  ...hint,
  index: null,
  anchors: hint.anchors.slice(-1),
  search: null,
  tieSince: null,
});

/** What keeps a list exact that proves out of order stays: its last anchor, or that it has given nothing up to its watermark. */
const withoutSavings = (hint: Hint): Hint => ({
  ...withoutIndex(hint),
  watermark: hint.anchors.length === 0 ? hint.watermark : 'none',
});

/** What goes first is what costs least: indexes and what a search found save requests. */
const SHORTENINGS: readonly ((hint: Hint) => Hint)[] = [(hint) => hint, withoutIndex];

const mapHints = (hints: Hints, change: (hint: Hint) => Hint): Hints =>
  new Map([...hints].map(([mark, hint]) => [mark, change(hint)]));

function write(state: WalkState, order: JobOrder, digest: Buffer): Buffer {
  const writer = new ByteWriter()
    .byte(VERSION)
    .byte(order === 'CREATED_AT_DESC' ? 0 : 1)
    .bytes(digest)
    .byte(state.direction === 'down' ? 0 : 1)
    .count(state.given)
    .count(state.atLeast);
  const numberOf = writePositions(writer, state);
  const marks = [...new Set([...state.roster, ...state.behind.keys(), ...state.hints.keys()])].sort(
    ascending,
  );
  writer.count(marks.length);
  for (const [i, mark] of marks.entries()) writer.count(mark - (marks[i - 1] ?? 0));
  const places = new Map(marks.map((mark, i) => [mark, i]));
  const sorted = <T>(entries: ReadonlyMap<number, T>): [number, T][] =>
    [...entries].sort(([a], [b]) => a - b);
  writer.count(state.behind.size);
  for (const [mark, position] of sorted(state.behind)) {
    writer.count(places.get(mark) ?? 0).count(numberOf(position));
  }
  const hints = sorted(state.hints).filter(([, hint]) => !isEmpty(hint));
  writer.count(hints.length);
  for (const [mark, hint] of hints)
    writeHint(writer.count(places.get(mark) ?? 0), hint, baseOf(state.common));
  return writer.end();
}

/** Each position once, the common one first and the others in the order of their bytes. */
function writePositions(writer: ByteWriter, { common, behind }: WalkState): (position: Position) => number {
  const bytesOf = (position: Position): string =>
    writePosition(new ByteWriter(), position).end().toString('latin1');
  const first = bytesOf(common);
  const others = [...new Set([...behind.values()].map(bytesOf))].filter((bytes) => bytes !== first).sort();
  const all = [first, ...others];
  writer.count(all.length);
  for (const bytes of all) writer.bytes(Buffer.from(bytes, 'latin1'));
  const numbers = new Map(all.map((bytes, i) => [bytes, i]));
  return (position) => numbers.get(bytesOf(position)) ?? 0;
}

function read(reader: ByteReader, order: JobOrder, digest: Buffer, argument: string): WalkState {
  if (reader.byte() !== VERSION) throw invalidCursor(argument);
  const isSameOrder = reader.byte() === (order === 'CREATED_AT_DESC' ? 0 : 1);
  const isSameFilter = digest.equals(reader.bytes(DIGEST_BYTES));
  if (!isSameOrder) throw mismatchedCursor(argument, 'orderBy');
  if (!isSameFilter) throw mismatchedCursor(argument, 'filter');
  const direction = reader.byte() === 0 ? 'down' : 'up';
  const [given, atLeast] = [reader.count(), reader.count()];
  const positions = times(reader.count(), () => readPosition(reader));
  const marks = readMarks(reader);
  const pick = <T>(all: readonly T[]): T => {
    const found = all[reader.count()];
    if (found === undefined) throw invalidCursor(argument);
    return found;
  };
  const [common] = positions;
  if (common === undefined) throw invalidCursor(argument);
  const behind = times(reader.count(), () => [pick(marks), pick(positions)] as const);
  const hints = times(reader.count(), () => [pick(marks), readHint(reader, baseOf(common))] as const);
  return {
    direction,
    given,
    atLeast,
    common,
    behind: new Map(behind),
    hints: new Map(hints),
    roster: new Set(marks),
  };
}

function readMarks(reader: ByteReader): number[] {
  let last = 0;
  return times(reader.count(), () => {
    last += reader.count();
    return last;
  });
}

/** Times of hints stand close to the common one, and are told by their distance from it. */
const baseOf = (common: Position): number => (common.kind === 'key' ? Math.trunc(common.key.time ?? 0) : 0);

const isEmpty = ({ index, watermark, anchors, slack, whole, search, tieSince }: Hint): boolean =>
  index === null &&
  watermark === 'none' &&
  anchors.length === 0 &&
  slack === 0 &&
  whole === null &&
  search === null &&
  tieSince === null;

const ascending = (a: number, b: number): number => a - b;

const times = <T>(count: number, make: () => T): T[] => Array.from({ length: count }, make);

/** Two filters have one digest where they ask the same. */
const digestOf = (filter: object): Buffer =>
  createHash('sha256').update(canonicalFilter(filter)).digest().subarray(0, DIGEST_BYTES);

const MAC_BYTES = 16;

/** Signs bytes into a text, and opens only texts that it signed, to the last bit. */
export interface CursorSigner {
  readonly sign: (payload: Buffer) => string;
  /** `null`: forged, cut, or altered in any bit. */
  readonly verify: (text: string) => Buffer | null;
  /** Signs for some readers only: what it signs is a forgery to all others, this signer included. */
  readonly boundTo: (readers: string) => CursorSigner;
}

/** HMAC-SHA-256, cut to 128 bits; `key` is any secret text. */
export function createCursorSigner(key: string): CursorSigner {
  const macOf = (payload: Buffer): Buffer =>
    createHmac('sha256', key).update(payload).digest().subarray(0, MAC_BYTES);

  return {
    sign: (payload) => Buffer.concat([payload, macOf(payload)]).toString('base64url'),
    verify: (text) => {
      const bytes = Buffer.from(text, 'base64url');
      /** Several texts decode to the same bytes; only the one that was given out is good. */
      if (bytes.length <= MAC_BYTES || bytes.toString('base64url') !== text) return null;
      const payload = bytes.subarray(0, -MAC_BYTES);
      return timingSafeEqual(macOf(payload), bytes.subarray(-MAC_BYTES)) ? payload : null;
    },
    boundTo: (readers) =>
      createCursorSigner(createHmac('sha256', key).update(`readers ${readers}`).digest('base64')),
  };
}
