import type { SortKey } from '../../model/sort-key.ts';
import type { ByteReader } from './byte-reader.ts';
import type { ByteWriter } from './byte-writer.ts';
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
