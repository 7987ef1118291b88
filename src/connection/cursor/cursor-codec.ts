import { createHash } from 'node:crypto';
import type { Hint } from '../../datasource/stream/hint.ts';
import type { JobFilter, JobOrder } from '../../model/job-filter.ts';
import type { SortKey } from '../../model/sort-key.ts';
import { ByteReader } from './byte-reader.ts';
import { ByteWriter } from './byte-writer.ts';
import { invalidCursor, mismatchedCursor } from './cursor-error.ts';
import type { CursorSigner } from './cursor-signer.ts';
import { type Cut, LIST_END, LIST_START, type Position } from './cut.ts';

/**
 * A cursor, before it is signed:
 *
 *     version · order · digest of the filter · positions, each once, the common one first ·
 *     streams behind: mark, number of the position · hints: mark, index
 *
 * Strings are opaque to clients; a new layout takes a new version.
 */
const VERSION = 1;
const DIGEST_BYTES = 6;
const MARK_BYTES = 6;
const SIDES = ['before', 'at', 'after'] as const;
/** Hints are an index, counted from 2; or that the list is read whole, from the start of the walk or after part of it. */
const WHOLE = 0;
const WHOLE_AFTER = 1;
const FIRST_INDEX = 2;

/** Longest cursor that keeps all of its hints, in characters: 2 KB, and 16 bytes for each stream beyond 50. */
const sizeLimit = (streams: number): number => 2_048 + Math.max(0, streams - 50) * 13;

export interface CursorCodec {
  readonly encode: (cut: Cut) => string;
  /** Throws `CursorError`; `argument` is named in it. */
  readonly decode: (text: string, argument: 'after' | 'before') => Cut;
}

/** Cursors of one list: they fit no list with another order or filter. */
export function createCursorCodec(signer: CursorSigner, order: JobOrder, filter: JobFilter): CursorCodec {
  const digest = digestOf(filter);
  return {
    encode: (cut) => {
      const text = signer.sign(write(cut, order, digest));
      if (cut.hints.size === 0 || text.length <= sizeLimit(cut.hints.size)) return text;
      const kept = [...cut.hints].filter(([, hint]) => typeof hint !== 'number');
      return signer.sign(write({ ...cut, hints: new Map(kept) }, order, digest));
    },
    decode: (text, argument) => {
      const payload = signer.verify(text);
      if (payload === null) throw invalidCursor(argument);
      return read(new ByteReader(payload), order, digest, argument);
    },
  };
}

function write(cut: Cut, order: JobOrder, digest: Buffer): Buffer {
  const positions = [...new Set([cut.common, ...cut.behind.values()])];
  const writer = new ByteWriter()
    .byte(VERSION)
    .byte(order === 'CREATED_AT_DESC' ? 0 : 1)
    .bytes(digest);
  writer.count(positions.length);
  for (const position of positions) writePosition(writer, position);
  writer.count(cut.behind.size);
  for (const [mark, position] of cut.behind) {
    writer.bytes(Buffer.from(mark, 'base64url')).count(positions.indexOf(position));
  }
  writer.count(cut.hints.size);
  for (const [mark, hint] of cut.hints) {
    writeHint(writer.bytes(Buffer.from(mark, 'base64url')), hint);
  }
  return writer.end();
}

function read(reader: ByteReader, order: JobOrder, digest: Buffer, argument: string): Cut {
  if (reader.byte() !== VERSION) throw invalidCursor(argument);
  const isSameOrder = reader.byte() === (order === 'CREATED_AT_DESC' ? 0 : 1);
  const isSameFilter = digest.equals(reader.bytes(DIGEST_BYTES));
  if (!isSameOrder) throw mismatchedCursor(argument, 'orderBy');
  if (!isSameFilter) throw mismatchedCursor(argument, 'filter');
  const positions = times(reader.count(), () => readPosition(reader));
  const at = (index: number): Position => {
    const position = positions[index];
    if (position === undefined) throw invalidCursor(argument);
    return position;
  };
  const behind = times(reader.count(), () => [readMark(reader), at(reader.count())] as const);
  const hints = times(reader.count(), () => [readMark(reader), readHint(reader)] as const);
  return { common: at(0), behind: new Map(behind), hints: new Map(hints) };
}

function writePosition(writer: ByteWriter, position: Position): void {
  if (position.kind === 'start') writer.byte(0);
  else if (position.kind === 'end') writer.byte(1);
  else writeKey(writer.byte(2 + SIDES.indexOf(position.side)), position.key);
}

function readPosition(reader: ByteReader): Position {
  const kind = reader.byte();
  if (kind === 0) return LIST_START;
  if (kind === 1) return LIST_END;
  return { kind: 'key', side: SIDES[kind - 2] ?? 'at', key: readKey(reader) };
}

function writeKey(writer: ByteWriter, key: SortKey): void {
  writer
    .number(key.time ?? Number.NaN)
    .text(key.sourceId)
    .text(key.nativeId)
    .text(key.originId);
}

function readKey(reader: ByteReader): SortKey {
  const time = reader.number();
  const [sourceId, nativeId, originId] = [reader.text(), reader.text(), reader.text()];
  return { time: Number.isNaN(time) ? null : time, sourceId, nativeId, originId };
}

const readMark = (reader: ByteReader): string => reader.bytes(MARK_BYTES).toString('base64url');

function writeHint(writer: ByteWriter, hint: Hint): void {
  if (typeof hint === 'number') writer.count(hint + FIRST_INDEX);
  else if (hint.passed === null) writer.count(WHOLE);
  else writeKey(writer.count(WHOLE_AFTER).count(hint.passed.index), hint.passed.until);
}

function readHint(reader: ByteReader): Hint {
  const value = reader.count();
  if (value === WHOLE) return { passed: null };
  return value === WHOLE_AFTER
    ? { passed: { index: reader.count(), until: readKey(reader) } }
    : value - FIRST_INDEX;
}

const times = <T>(count: number, make: () => T): T[] => Array.from({ length: count }, make);

/** Two filters have one digest where they ask the same: order of fields and of list items does not count. */
function digestOf(filter: JobFilter): Buffer {
  const entries = Object.entries(filter)
    .filter(([, value]) => value !== undefined && value !== null)
    .map(([field, value]) => [field, Array.isArray(value) ? sortedTexts(value) : value] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash('sha256').update(JSON.stringify(entries)).digest().subarray(0, DIGEST_BYTES);
}

const sortedTexts = (values: readonly unknown[]): string[] =>
  [...new Set(values.map((value) => JSON.stringify(value)))].sort();
