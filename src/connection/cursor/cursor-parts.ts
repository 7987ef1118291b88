import {
  type Hint,
  MOST_ANCHORS,
  type Passed,
  type Watermark,
  type WholeHint,
} from '../../datasource/feed/hint.ts';
import type { SortKey } from '../../model/sort-key.ts';
import { LIST_END, LIST_START, type Position } from './walk-state.ts';

const SIDES = ['before', 'at', 'after'] as const;

export function writePosition(writer: ByteWriter, position: Position): ByteWriter {
  if (position.kind === 'start') return writer.byte(0);
  if (position.kind === 'end') return writer.byte(1);
  return writeKey(writer.byte(2 + SIDES.indexOf(position.side)), position.key);
}

export function readPosition(reader: ByteReader): Position {
  const kind = reader.byte();
  if (kind === 0) return LIST_START;
  if (kind === 1) return LIST_END;
  return { kind: 'key', side: SIDES[kind - 2] ?? 'at', key: readKey(reader) };
}

export const writeKey = (writer: ByteWriter, key: SortKey): ByteWriter =>
  writer
    .number(key.time ?? Number.NaN)
    .text(key.sourceId)
    .text(key.nativeId)
    .text(key.originId);

export function readKey(reader: ByteReader): SortKey {
  const time = reader.number();
  const [sourceId, nativeId, originId] = [reader.text(), reader.text(), reader.text()];
  return { time: Number.isNaN(time) ? null : time, sourceId, nativeId, originId };
}

/** The first byte tells what follows: kind of watermark (2 bits), number of anchors (2 bits), and whether there is … */
const INDEX = 0x10;
const WHOLE = 0x20;
const PASSED = 0x40;
const SLACK = 0x80;
/** In a list that is not read whole nothing was passed: there the bit tells of a reading that has not come to its end. */
const UNDER_WAY = PASSED;

const WATERMARKS = ['none', 'end', 'untimed', 'timed'] as const;

/** `base`: a time close to that of the watermark, which is told by its distance. */
export function writeHint(writer: ByteWriter, hint: Hint, base: number): void {
  const { index, watermark, whole } = hint;
  const isUnderWay = whole === null && (hint.search !== null || hint.tieSince !== null);
  const anchors = hint.anchors.slice(-MOST_ANCHORS);
  const kind = kindOf(watermark, base);
  writer.byte(
    WATERMARKS.indexOf(kind) |
      (anchors.length << 2) |
      (index === null ? 0 : INDEX) |
      (whole === null ? 0 : WHOLE) |
      (whole?.passed ? PASSED : 0) |
      (isUnderWay ? UNDER_WAY : 0) |
      (hint.slack > 0 ? SLACK : 0),
  );
  if (kind === 'timed' && typeof watermark === 'object') writer.signed((watermark.time ?? 0) - base);
  writeAnchors(writer, anchors);
  if (index !== null) writer.count(index);
  if (hint.slack > 0) writer.count(Math.ceil(hint.slack));
  if (whole?.passed) writePassed(writer, whole.passed);
  if (isUnderWay) writeUnderWay(writer, hint);
}

export function readHint(reader: ByteReader, base: number): Hint {
  const flags = reader.byte();
  const kind = WATERMARKS[flags & 0x3] ?? 'none';
  const watermark = readWatermark(reader, kind, base);
  const anchors = readAnchors(reader, (flags >> 2) & 0x3);
  const index = flags & INDEX ? reader.count() : null;
  const slack = flags & SLACK ? reader.count() : 0;
  const isWhole = (flags & WHOLE) !== 0;
  const passed = isWhole && flags & PASSED ? readPassed(reader) : null;
  const whole: WholeHint | null = isWhole ? { passed } : null;
  const underWay = !isWhole && flags & UNDER_WAY ? readUnderWay(reader) : NOTHING_UNDER_WAY;
  return { index, watermark, anchors, slack, whole, ...underWay };
}

/** A time that cannot be told by a whole number close to the base is left out: losing it costs requests only. */
function kindOf(watermark: Watermark, base: number): (typeof WATERMARKS)[number] {
  if (watermark === 'none' || watermark === 'end') return watermark;
  if (watermark.time === null) return 'untimed';
  const distance = watermark.time - base;
  return Number.isInteger(distance) && Number.isSafeInteger(2 * distance) ? 'timed' : 'none';
}

function readWatermark(reader: ByteReader, kind: (typeof WATERMARKS)[number], base: number): Watermark {
  if (kind === 'none' || kind === 'end') return kind;
  return { time: kind === 'untimed' ? null : reader.signed() + base };
}

type UnderWay = Pick<Hint, 'search' | 'tieSince'>;

const NOTHING_UNDER_WAY: UnderWay = { search: null, tieSince: null };

/** What there is, is told first: either bound of a search, a search, the time of a tie. */
const [BEFORE, AFTER, SEARCH, TIE] = [1, 2, 4, 8];

function writeUnderWay(writer: ByteWriter, { search, tieSince }: UnderWay): void {
  const { before = null, after = null } = search ?? {};
  writer.byte(
    (before === null ? 0 : BEFORE) |
      (after === null ? 0 : AFTER) |
      (search === null ? 0 : SEARCH) |
      (tieSince === null ? 0 : TIE),
  );
  for (const place of [before, after]) if (place !== null) writer.signed(place);
  if (search !== null) writer.count(search.holds);
  if (tieSince !== null) writer.count(Math.trunc(tieSince));
}

function readUnderWay(reader: ByteReader): UnderWay {
  const flags = reader.byte();
  const before = flags & BEFORE ? reader.signed() : null;
  const after = flags & AFTER ? reader.signed() : null;
  const search = flags & SEARCH ? { before, after, holds: reader.count() } : null;
  return { search, tieSince: flags & TIE ? reader.count() : null };
}

function writeAnchors(writer: ByteWriter, anchors: readonly number[]): void {
  for (const anchor of anchors) writer.uint32(anchor);
}

const readAnchors = (reader: ByteReader, count: number): number[] =>
  Array.from({ length: count }, () => reader.uint32());

function writePassed(writer: ByteWriter, { anchors, until }: Passed): void {
  const kept = anchors.slice(-MOST_ANCHORS);
  writeAnchors(writer.byte(kept.length), kept);
  writeKey(writer, until);
}

function readPassed(reader: ByteReader): Passed {
  const anchors = readAnchors(reader, reader.byte());
  return { anchors, until: readKey(reader) };
}

/** Writes the few kinds of values that a cursor consists of. */
export class ByteWriter {
  readonly #bytes: number[] = [];

  byte(value: number): this {
    this.#bytes.push(value & 0xff);
    return this;
  }

  /** A whole number from 0 on, seven bits a byte. */
  count(value: number): this {
    let rest = value;
    while (rest > 0x7f) {
      this.byte((rest % 0x80) | 0x80);
      rest = Math.floor(rest / 0x80);
    }
    return this.byte(rest);
  }

  /** A whole number, of either sign. */
  signed(value: number): this {
    return this.count(value < 0 ? -2 * value - 1 : 2 * value);
  }

  uint32(value: number): this {
    const buffer = Buffer.alloc(4);
    buffer.writeUInt32BE(value);
    return this.bytes(buffer);
  }

  number(value: number): this {
    const buffer = Buffer.alloc(8);
    buffer.writeDoubleBE(value);
    return this.bytes(buffer);
  }

  text(value: string): this {
    const buffer = Buffer.from(value, 'utf8');
    return this.count(buffer.length).bytes(buffer);
  }

  bytes(buffer: Uint8Array): this {
    for (const value of buffer) this.#bytes.push(value);
    return this;
  }

  end(): Buffer {
    return Buffer.from(this.#bytes);
  }
}

/** Reads what a `ByteWriter` wrote; throws `RangeError` where the bytes end too early. */
export class ByteReader {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  byte(): number {
    return this.bytes(1).readUInt8(0);
  }

  count(): number {
    let value = 0;
    for (let scale = 1; ; scale *= 0x80) {
      const byte = this.byte();
      value += (byte & 0x7f) * scale;
      if (byte <= 0x7f) return value;
    }
  }

  signed(): number {
    const value = this.count();
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
  }

  uint32(): number {
    return this.bytes(4).readUInt32BE(0);
  }

  number(): number {
    return this.bytes(8).readDoubleBE(0);
  }

  text(): string {
    return this.bytes(this.count()).toString('utf8');
  }

  bytes(length: number): Buffer {
    const end = this.#at + length;
    if (end > this.#bytes.length) throw new RangeError('The bytes end too early.');
    const part = this.#bytes.subarray(this.#at, end);
    this.#at = end;
    return part;
  }
}
