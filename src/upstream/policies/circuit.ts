/** How one thing that may fail by itself fares at the vendor. Never changed: what is learnt makes a new one. */
export interface Circuit {
  /** In a row. */
  readonly failures: number;
  /** The time that these took, in milliseconds: what was waited for side by side counts once. */
  readonly lostMs: number;
  /** When the first of them was asked, and when the last one ended, in milliseconds since 1970; `null`: the last answer was good. */
  readonly failingSince: number | null;
  readonly failedAt: number | null;
  /** Milliseconds since 1970; `null`: it is closed. */
  readonly openedAt: number | null;
  readonly isProbing: boolean;
  /** So many times a burst has failed as one. */
  readonly bursts: number;
  /** Asked though it was open, since the last good answer: what had not failed itself. */
  readonly opinions: number;
  /** Of the failures, those in which nothing came at all; what was waited for side by side counts once. */
  readonly silences: number;
  /** These, and those before the last good answer too, as far as each came soon after the one before; `null`: there is none. */
  readonly lately: Silences | null;
}

export interface Silences {
  readonly count: number;
  /** When the first of them began, and the last one ended, in milliseconds since 1970. */
  readonly since: number;
  readonly at: number;
}

/**
 * How an attempt went. `silence`: nothing came for as long as an answer may take; `left`: for as long as who asked would wait.
 * `burst`: a failure that hits everything that is on its way, as a deadline does, also where the vendor answered well until then;
 * `refusal`: the same, said by the vendor to all who ask. `nothing`: it says nothing of the vendor.
 */
export type Outcome = 'success' | 'failure' | 'silence' | 'left' | 'burst' | 'refusal' | 'nothing';

export const CLOSED: Circuit = {
  failures: 0,
  lostMs: 0,
  failingSince: null,
  failedAt: null,
  openedAt: null,
  isProbing: false,
  bursts: 0,
  opinions: 0,
  silences: 0,
  lately: null,
};

/**
 * What opens a circuit: so many failures in a row, or several that together took most of such a time (default: however long).
 * Where time counts, failures are in a row only if none lies back for long when the next is asked.
 */
export interface Breaking {
  readonly failures: number;
  readonly lostMs?: number;
  /** How long it is open before somebody may try again. */
  readonly halfOpenAfterMs: number;
}

/** A single slow answer shuts nobody out, however slow it is. */
const SEVERAL = 2;
/** More than one time-out usually takes: a single moment in which nothing is answered shuts nobody out, whatever is on its way. */
const MOST_OF_IT = 3 / 4;
/** After so much, what is asked next is a probe: it may be asked at once, but no page waits for it for all of its time. */
const HALF_OF_IT = 1 / 2;

export interface Ended {
  /** Milliseconds since 1970. */
  readonly now: number;
  /** How long the vendor was waited for, in milliseconds. */
  readonly tookMs: number;
  readonly most: Breaking;
  /** How long the vendor itself wants to be left alone; default: it does not say. */
  readonly restMs?: number | null;
}

/** The circuit after an attempt that found it as `found`; it opens, or opens again, `now`. */
export function learn(circuit: Circuit, found: Circuit, outcome: Outcome, ended: Ended): Circuit {
  const isProbe = found.openedAt !== null;
  // Answers to what was sent before it opened come late; only the probe speaks of the vendor as it is now.
  if (circuit.openedAt !== null && !isProbe) return circuit;
  if (outcome === 'success') return circuit.failures === 0 ? circuit : afresh(circuit);
  if (outcome === 'nothing') return isProbe ? { ...circuit, isProbing: false } : circuit;
  // Those of one burst found it as it was before the first of them failed: together they are one failure.
  if (isBurst(outcome) && circuit.bursts !== found.bursts && !isProbe) return circuit;
  return failed(circuit, outcome, { ...ended, isProbe });
}

/** Whether what has not failed itself may be asked though it is open: some of many may fail alone, and not the source. */
export const hearsOpinions = ({ opinions, failingSince }: Circuit, most: Breaking, now: number): boolean =>
  opinions === 0 || (opinions < most.failures && now - (failingSince ?? now) <= pageOf(most));

/** Whether it has given no answer lately: it may be so again. */
export const silencesOf = ({ lately }: Circuit, most: Breaking, now: number): Silences | null =>
  lately === null || liesBack(lately.at, now, most) ? null : lately;

const afresh = ({ bursts, lately }: Circuit): Circuit => ({ ...CLOSED, bursts, lately });

const isBurst = (outcome: Outcome): boolean => outcome === 'burst' || outcome === 'refusal';
const isSilent = (outcome: Outcome): boolean => outcome === 'silence' || outcome === 'left';

function failed(known: Circuit, outcome: Outcome, ended: Ended & { readonly isProbe: boolean }): Circuit {
  const { now, tookMs, most } = ended;
  const circuit = isPast(known, ended) ? afresh(known) : known;
  const sinceLast = Math.max(0, now - (circuit.failedAt ?? Number.NEGATIVE_INFINITY));
  const lost = {
    failures: circuit.failures + 1,
    lostMs: circuit.lostMs + Math.min(tookMs, sinceLast),
  };
  const isSilence = isSilent(outcome);
  const before = silencesOf(circuit, most, now - tookMs);
  const isAnother = isSilence && (before === null || now - tookMs >= before.at);
  const fails = ended.isProbe && (isSilence || isOpened(known, most));
  const opens = isBroken(lost, most) || outcome === 'left' || fails;
  // It may be tried at once where it is only doubted: as if it had been opened so long ago.
  const isDoubted = outcome === 'silence' || lost.lostMs >= HALF_OF_IT * pageOf(most);
  return {
    ...lost,
    failingSince: circuit.failingSince ?? now - tookMs,
    failedAt: now,
    openedAt: opens ? now - untold(ended) : isDoubted ? now - most.halfOpenAfterMs : null,
    isProbing: false,
    bursts: circuit.bursts + (isBurst(outcome) ? 1 : 0),
    opinions: outcome === 'refusal' ? most.failures : circuit.opinions,
    silences: circuit.silences + (isAnother ? 1 : 0),
    lately: isSilence ? withOne(before, isAnother, ended) : circuit.lately,
  };
}

/** Who says when to come back may be tried then, if that is sooner: as if it had been opened so long ago. */
const untold = ({ restMs, most }: Ended): number =>
  Math.max(0, most.halfOpenAfterMs - (restMs ?? most.halfOpenAfterMs));

const withOne = (before: Silences | null, isAnother: boolean, { now, tookMs }: Ended): Silences => ({
  count: (before?.count ?? 0) + (isAnother ? 1 : 0),
  since: before?.since ?? now - tookMs,
  at: now,
});

const isBroken = ({ failures, lostMs }: Pick<Circuit, 'failures' | 'lostMs'>, most: Breaking): boolean =>
  failures >= most.failures || (failures >= SEVERAL && lostMs >= MOST_OF_IT * pageOf(most));

const pageOf = ({ lostMs }: Breaking): number => lostMs ?? Number.POSITIVE_INFINITY;

/** What failed so long before this was asked says nothing of what comes now; nor what failed in a time that is yet to come. */
function isPast(circuit: Circuit, { now, tookMs, most }: Ended): boolean {
  const { failedAt } = circuit;
  if (failedAt === null || isOpened(circuit, most)) return false;
  return now < failedAt || liesBack(failedAt, now - tookMs, most);
}

/** It was opened, and not only doubted, when it failed last. */
const isOpened = ({ failedAt, openedAt }: Circuit, { halfOpenAfterMs }: Breaking): boolean =>
  failedAt !== null && openedAt !== null && openedAt > failedAt - halfOpenAfterMs;

const liesBack = (at: number, now: number, most: Breaking): boolean =>
  now - at > pageOf(most) + most.halfOpenAfterMs;
