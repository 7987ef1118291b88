import type { JobStatus } from '../../model/job-status.ts';

/** The vendor's words on the left, ours on the right. */
export type StatusTable = Readonly<Record<string, JobStatus>>;

/** Reads a vendor's word, whatever its case; a word that is not in the table is `UNKNOWN`. */
export function statusReader(table: StatusTable): (word: string | null | undefined) => JobStatus {
  const byWord = new Map(Object.entries(table).map(([word, status]) => [word.toUpperCase(), status]));
  return (word) => byWord.get(word?.trim().toUpperCase() ?? '') ?? 'UNKNOWN';
}

/** The statuses that rows of a vendor can have: those of its table, and `UNKNOWN` for words that nobody knows. */
export const statusesOf = (table: StatusTable): JobStatus[] => [
  ...new Set<JobStatus>([...Object.values(table), 'UNKNOWN']),
];

/** The vendor's words for some statuses; `null` where one of them cannot be said. */
export function wordsFor(table: StatusTable, wanted: readonly JobStatus[]): string[] | null {
  if (wanted.includes('UNKNOWN')) return null;
  return Object.keys(table).filter((word) => wanted.some((status) => table[word] === status));
}
