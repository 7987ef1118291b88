import type { Ledger } from '../datasource/contract/transport.ts';

/** Nothing spent yet. */
export const createLedger = (): Ledger => ({ requests: 0, cacheHits: 0, waitedMs: 0 });
