import { CODES } from '../../model/error-codes.ts';
import { SourceError } from '../../model/source-error.ts';
import type { LeanRows } from '../contract/backend-definition.ts';
import type { Query } from '../contract/transport.ts';
import type { Page } from './read-page.ts';
import type { KeyedJob } from './row-order.ts';

/** After rows that do not suffice, pages are read whole for so long: their neighbours are of the same age. */
const REST_MS = 5 * 60_000;

/** What one source's answers have taught about rows without what is heavy. */
export class LeanMemory {
  readonly #now: () => number;
  #isProven = false;
  #restsUntil = Number.NEGATIVE_INFINITY;

  constructor(now: () => number) {
    this.#now = now;
  }

  get isWorth(): boolean {
    return this.#now() >= this.#restsUntil;
  }

  get isProven(): boolean {
    return this.#isProven;
  }

  worked(): void {
    this.#isProven = true;
  }

  /** `isForGood`: the vendor does not know what it is asked for. */
  failed(isForGood: boolean): void {
    this.#restsUntil = isForGood ? Number.POSITIVE_INFINITY : this.#now() + REST_MS;
  }
}

/** A page without what is heavy where the vendor can leave it out and its rows tell all else for certain; else a whole one. */
export async function readLean(
  read: (extra: Query) => Promise<Page<KeyedJob>>,
  lean: LeanRows,
  memory: LeanMemory,
): Promise<Page<KeyedJob>> {
  if (!memory.isWorth) return read([]);
  const page = await read(lean.query).catch((error: unknown) => {
    if (mayBeRefusal(error, memory.isProven)) return null;
    throw error;
  });
  if (page?.rows.every((row) => 'item' in row && lean.suffices(row.raw))) {
    if (page.rows.length > 0) memory.worked();
    return page;
  }
  const whole = await read([]);
  memory.failed(page === null);
  return whole;
}

/** Whatever the vendor has said to the very first such question: it may not know how to answer. */
function mayBeRefusal(error: unknown, isProven: boolean): boolean {
  if (!(error instanceof SourceError)) return false;
  const { code, upstreamStatus } = error;
  if (CODES[code].isOfRequest) return true;
  return (
    !isProven &&
    (code === 'UPSTREAM_BAD_RESPONSE' || (code === 'UPSTREAM_UNAVAILABLE' && upstreamStatus !== null))
  );
}
