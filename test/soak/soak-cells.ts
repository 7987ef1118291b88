import { cellsOf, type FaultCell, type SourceId } from '../support/fault-cells.ts';

export interface SoakCell {
  readonly name: string;
  readonly cell: FaultCell;
  /** Of the source that is ill. */
  readonly settings: Readonly<Record<string, unknown>>;
  readonly repetitions: number;
}

const MEBIBYTE = 1024 * 1024;

/** Against the limit that holds by default. */
const LARGE: Omit<SoakCell, 'repetitions'> = {
  name: 'a body of 200 MiB',
  cell: { fault: { kind: 'huge', bytes: 200 * MEBIBYTE }, code: 'UPSTREAM_BAD_RESPONSE' },
  settings: { maxBodyBytes: 32 * MEBIBYTE, timeoutMs: 4_000, deadlineMs: 4_000 },
};
const FEW = 10;

const LIMITS = { deadlineMs: 2_000, maxBodyBytes: 500_000 };
/** Short, so that a thousand hangs are affordable; of other faults, long enough for a machine that is busy. */
const timeoutMs = ({ code }: FaultCell): number => (code === 'UPSTREAM_TIMEOUT' ? 200 : 1_500);
/** A cell that runs into the deadline does so sooner here than in the matrix. */
const ofCell = ({ settings }: FaultCell) => (settings === undefined ? {} : { ...settings, deadlineMs: 250 });

/** The cells of the fault matrix, and bodies as large as there are. */
export const soakCellsOf = (id: SourceId, repetitions: number): SoakCell[] => [
  ...cellsOf(id).map(([name, cell]) => ({
    name,
    cell,
    settings: { ...LIMITS, timeoutMs: timeoutMs(cell), ...ofCell(cell) },
    repetitions,
  })),
  { ...LARGE, repetitions: Math.min(repetitions, FEW) },
];
