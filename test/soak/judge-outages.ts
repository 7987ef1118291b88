import type { Miss } from './clients.ts';
import type { Outage } from './outages.ts';
import { createTally } from './tally.ts';

/** Of two busy cores, for the requests that show that a vendor is back. */
const MARGIN_MS = 1_000;

export interface OutageReport {
  readonly lines: readonly string[];
  /** Answers that called a source that was up anything but `OK`, or did so for too long. */
  readonly faults: readonly string[];
}

/** Each miss must be of a vendor that was down while its question was under way, or had come back just before. */
export function judgeOutages(
  outages: readonly Outage[],
  misses: readonly Miss[],
  periodMs: number,
): OutageReport {
  const graceMs = 2 * periodMs + MARGIN_MS;
  const isOf = (miss: Miss, { id, downAt, upAt }: Outage): boolean =>
    miss.id === id && miss.answeredAt >= downAt && miss.askedAt <= upAt + graceMs;
  const stray = misses.filter((miss) => !outages.some((outage) => isOf(miss, outage)));
  return {
    lines: outages.map((outage) =>
      outageLine(
        outage,
        misses.filter((miss) => isOf(miss, outage)),
      ),
    ),
    faults: stray.map(
      ({ id, what, askedAt }) => `${id} was up and was called ${what}, asked at ${Math.round(askedAt)}`,
    ),
  };
}

function outageLine({ id, downAt, upAt }: Outage, misses: readonly Miss[]): string {
  const during = createTally();
  const after = createTally();
  for (const { askedAt, what } of misses) (askedAt > upAt ? after : during).add(what);
  const first = Math.min(...misses.map(({ answeredAt }) => answeredAt)) - downAt;
  const last = Math.max(upAt, ...misses.map(({ askedAt }) => askedAt)) - upAt;
  const times = `down at ${Math.round(downAt)} for ${Math.round(upAt - downAt)} ms, first missed after ${Math.round(first)} ms`;
  return `${id} | ${times} | asked while down: ${during} | asked when up again: ${after} | whole again ${Math.round(last)} ms after its start`;
}
