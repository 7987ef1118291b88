import type { Circuit } from './circuit.ts';

interface Silence {
  /** Read once: what is asked of these goes through all of them. */
  readonly partition: string;
  /** Milliseconds since 1970: when it began, and when it was noticed last. */
  readonly since: number;
  readonly at: number;
}

/** More of them are not remembered: the latest are. */
const MOST_KEYS = 1_000;

/** What gave no answer when it was asked last, as far as this process has seen, by the keys of circuits; these begin with a partition. */
export class SilentKeys {
  readonly #silences = new Map<string, Silence>();

  /** The circuit of that key is now like this. */
  learn(key: string, { silences, failingSince, failedAt }: Circuit): void {
    this.#silences.delete(key);
    if (silences === 0 || failingSince === null || failedAt === null) return;
    this.#silences.set(key, { partition: partitionOf(key), since: failingSince, at: failedAt });
    const [oldest] = this.#silences.keys();
    if (this.#silences.size > MOST_KEYS && oldest !== undefined) this.#silences.delete(oldest);
  }

  /** When the first of those of one partition began that began no earlier than `earliest`; `null`: there is none. */
  firstSince(partition: string, earliest: number): number | null {
    const all = this.#of(partition).map(({ since }) => since);
    const known = all.filter((since) => since >= earliest);
    return known.length === 0 ? null : Math.min(...known);
  }

  /** How many of one partition were noticed since then. */
  countSince(partition: string, earliest: number): number {
    return this.#of(partition).filter(({ at }) => at >= earliest).length;
  }

  #of(partition: string): Silence[] {
    return Array.from(this.#silences.values()).filter((silence) => silence.partition === partition);
  }
}

/** Of a place, or of a credential as a whole. */
export const partitionOf = (key: string): string => key.split('\n', 1)[0] ?? '';
