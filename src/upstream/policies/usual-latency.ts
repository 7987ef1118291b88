import { createPartitionStore } from '../partition-store.ts';

/** One answer that comes sooner says little about the next. */
const SHARE_OF_ONE = 1 / 8;

/** How long good answers take, apart for each key: as long as the slowest of late. */
export class UsualLatency {
  readonly #ofKey = createPartitionStore<{ ms: number }>();

  /** In milliseconds; 0 where none has come. */
  of(key: string): number {
    return this.#ofKey.get(key)?.ms ?? 0;
  }

  answered(key: string, tookMs: number): void {
    const usual = this.#ofKey.get(key);
    if (usual === undefined) this.#ofKey.set(key, { ms: tookMs });
    else usual.ms = Math.max(tookMs, usual.ms + SHARE_OF_ONE * (tookMs - usual.ms));
  }
}
