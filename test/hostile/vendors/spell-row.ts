import type { Row, Spoiling } from '../world/row.ts';

type WireRow = Readonly<Record<string, unknown>>;

/** A row as its vendor writes it, by the names of its id and its time: some so that nobody can read them. */
export function spellRow(
  { id, spoilt, isTimeless }: Row,
  wire: WireRow,
  idKey: string,
  timeKey: string,
): unknown {
  if (spoilt !== null) return WORDINGS[spoilt](wire, idKey);
  return isTimeless ? { ...wire, [timeKey]: NO_TIMES[Number.parseInt(id, 36) % NO_TIMES.length] } : wire;
}

const WORDINGS: Readonly<Record<Spoiling, (wire: WireRow, idKey: string) => unknown>> = {
  null: () => null,
  number: () => 7,
  text: () => 'row',
  list: (wire) => [wire],
  'no id': (wire, idKey) => ({ ...wire, [idKey]: undefined }),
  'null id': (wire, idKey) => ({ ...wire, [idKey]: null }),
  'empty id': (wire, idKey) => ({ ...wire, [idKey]: '' }),
  'object id': (wire, idKey) => ({ ...wire, [idKey]: { value: wire[idKey] } }),
};

const NO_TIMES: readonly unknown[] = ['yesterday', {}, [], true, '2026-13-45T99:99:99Z', 'Feb 30, 12'];
