import type { Circuit } from './circuit.ts';

interface Probe {
  readonly ended: PromiseWithResolvers<void>;
  /** The latest of them. */
  begunAt: number;
  /** As those found the circuit who ask. */
  readonly asking: Set<Circuit>;
}

/** The probes of this process that are under way, by the key of the circuit that they try. */
export class Probes {
  readonly #underWay = new Map<string, Probe>();
  /** How many are so for which nobody waits any more. */
  readonly #left = new Map<string, number>();

  /** `found`: the circuit as the one finds it who asks. */
  begin(key: string, found: Circuit, now: number): void {
    const probe = this.#underWay.get(key) ?? {
      ended: Promise.withResolvers(),
      begunAt: now,
      asking: new Set(),
    };
    probe.begunAt = now;
    probe.asking.add(found);
    this.#underWay.set(key, probe);
  }

  /** One good answer is enough for all who wait. */
  end(key: string, found: Circuit, isGood: boolean): void {
    const probe = this.#underWay.get(key);
    if (probe?.asking.delete(found) !== true) return;
    if (!isGood && probe.asking.size > 0) return;
    probe.ended.resolve();
    this.#underWay.delete(key);
  }

  /** Resolves when the probe has ended, whatever came of it; `null`: there is none. */
  ended(key: string): Promise<void> | null {
    return this.#underWay.get(key)?.ended.promise ?? null;
  }

  /** `null`: there is none. */
  begunAt(key: string): number | null {
    return this.#underWay.get(key)?.begunAt ?? null;
  }

  /** Nobody waits any longer for one of them, which goes on. */
  leave(key: string): void {
    this.#left.set(key, (this.#left.get(key) ?? 0) + 1);
  }

  isLeft(key: string): boolean {
    return this.#left.has(key);
  }

  /** One that was left has ended. */
  forget(key: string): void {
    const left = (this.#left.get(key) ?? 0) - 1;
    if (left > 0) this.#left.set(key, left);
    else this.#left.delete(key);
  }
}
