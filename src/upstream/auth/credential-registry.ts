import { createHash } from 'node:crypto';
import type { SourceError } from '../../model/source-error.ts';
import { abortable } from '../../scope/abort.ts';
import { LOCKED } from '../fault/locked.ts';
import type { Account, AccountGuard, Authenticator, Permit } from './authenticator.ts';
import { Trial } from './trial.ts';

/** Who uses an account, and where: what is good at one place may be unknown at another one. */
export interface Asker {
  readonly sourceId: string;
  readonly place: string;
}

/** All credentials of one gateway, so that sources that share one also share its session, and what the vendor said of it. */
export interface CredentialRegistry {
  guardOf(account: Account, asker: Asker): AccountGuard;
  /** The first of those that sign in alike (`Authenticator.sharedAs`). */
  oneOf(authenticator: Authenticator): Authenticator;
}

/** One account with one secret. */
interface Credential {
  /** Wherever it is used. */
  readonly whole: Trial;
  readonly places: Map<string, Trial>;
  wasAccepted: boolean;
  /** The vendor took it somewhere, and has refused it nowhere since then. */
  isGood: boolean;
  /** How often it was refused. */
  refusals: number;
}

/** One account, with all secrets that anybody has for it. */
interface AccountRecord {
  readonly credentials: Map<string, Credential>;
  /** Resolves when a use has ended; `null`: nobody waits for that. */
  change: PromiseWithResolvers<void> | null;
}

export function createCredentialRegistry(now: () => number = Date.now): CredentialRegistry {
  const records = new Map<string, AccountRecord>();
  const shared = new Map<string, Authenticator>();
  return {
    guardOf: ({ who, proof }, asker) => {
      const record = getOr(records, JSON.stringify(who), newRecord);
      const secret = createHash('sha256').update(proof).digest('hex');
      return createGuard(getOr(record.credentials, secret, newCredential), record, asker, now);
    },
    oneOf: (authenticator) =>
      authenticator.sharedAs === undefined
        ? authenticator
        : getOr(shared, authenticator.sharedAs, () => authenticator),
  };
}

const newRecord = (): AccountRecord => ({ credentials: new Map(), change: null });

const newCredential = (): Credential => ({
  whole: new Trial(),
  places: new Map(),
  wasAccepted: false,
  isGood: false,
  refusals: 0,
});

function createGuard(
  credential: Credential,
  record: AccountRecord,
  { sourceId, place }: Asker,
  now: () => number,
): AccountGuard {
  const { whole, places } = credential;
  const here = getOr(places, place, () => new Trial());

  /** Of the same account with other secrets, as long as nothing tells that this one is right. */
  const others = (): readonly Trial[] =>
    credential.wasAccepted
      ? []
      : [...record.credentials.values()].flatMap((other) => (other === credential ? [] : other.whole));
  const othersRefused = (at: number) => others().flatMap((other) => other.refusals(at));
  const othersUnderWay = () => others().reduce((sum, { underWay }) => sum + underWay, 0);

  const end = (trial: Trial | null): void => {
    trial?.end();
    record.change?.resolve();
    record.change = null;
  };

  /** What was sent before a refusal says nothing about the time after it. */
  function accepted(): void {
    credential.wasAccepted = true;
    credential.isGood = true;
    for (const trial of [whole, here]) trial.accepted(now());
  }

  function refused(error: SourceError, { wasGood, trial, refusals }: Entry): void {
    const at = now();
    const isNews = credential.refusals === refusals;
    for (const one of [whole, here]) one.count(at);
    for (const one of [whole, ...places.values()]) one.doubt();
    credential.isGood = false;
    credential.refusals += 1;
    if (!wasGood || error.cause === LOCKED) whole.hold(error, sourceId, at, othersRefused(at), isNews);
    // Once it was good, a single refusal may be about what was asked for: the next one will tell.
    else if (trial !== null) here.hold(error, sourceId, at, [], isNews);
  }

  function permitOf(trial: Trial | null): Permit {
    const { isGood: wasGood, refusals } = credential;
    trial?.begin();
    return {
      isProven: trial === null,
      accepted: () => {
        end(trial);
        if (credential.refusals === refusals) accepted();
      },
      refused: (error) => {
        end(trial);
        refused(error, { wasGood, trial, refusals });
      },
      left: () => end(trial),
    };
  }

  /** `null`: it has to wait until another use has ended. */
  function tryEnter(at: number): Permit | null {
    for (const trial of [whole, here]) trial.throwIfHeld(at, sourceId);
    if (here.isProven(at)) return permitOf(null);
    if (credential.isGood) return here.hasRoom(at, 0) || here.underWay === 0 ? permitOf(here) : null;
    const running = othersUnderWay();
    if (whole.hasRoom(at, othersRefused(at).length + running)) return permitOf(whole);
    if (running + whole.underWay > 0) return null;
    for (const other of others()) other.throwIfHeld(at, sourceId);
    return permitOf(whole);
  }

  async function enterLater(signal: AbortSignal): Promise<Permit> {
    for (;;) {
      record.change ??= Promise.withResolvers();
      await abortable(record.change.promise, signal);
      const permit = tryEnter(now());
      if (permit !== null) return permit;
    }
  }

  return { enter: (signal) => tryEnter(now()) ?? enterLater(signal) };
}

/** How it was when a use began. */
interface Entry {
  readonly wasGood: boolean;
  /** `null`: it was proven there. */
  readonly trial: Trial | null;
  /** How often it had been refused by then. */
  readonly refusals: number;
}

function getOr<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}
