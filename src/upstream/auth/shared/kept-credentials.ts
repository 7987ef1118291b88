import { createHash } from 'node:crypto';
import type { SourceError } from '../../../model/source-error.ts';
import { abortError } from '../../../scope/abort.ts';
import type { Account, Permit } from '../authenticator.ts';
import { type Asker, type CredentialRegistry, createCredentialRegistry } from '../credential-registry.ts';
import { fromParts, toParts } from './error-parts.ts';
import type { FromKeeper, ToKeeper } from './messages.ts';

/** Credentials whose record another process keeps, for it and its like. */
export interface KeptCredentials {
  /** What sources of this configuration use; sessions are this process's own. */
  readonly registryOf: (generation: number) => CredentialRegistry;
  readonly hear: (message: FromKeeper) => void;
}

/** So long nobody asks again about what is proven. */
const PASS_MS = 60_000;

/** What is proven, as one of its uses was told. */
interface Pass {
  readonly id: number;
  readonly until: number;
  uses: number;
}

interface Waiting {
  readonly entered: (isProven: boolean) => void;
  readonly held: (error: SourceError) => void;
}

export function keptCredentials(
  tell: (message: ToKeeper) => void,
  now: () => number = Date.now,
): KeptCredentials {
  const waiting = new Map<number, Waiting>();
  /** By account and place; those that are in it may be used again. */
  const passes = new Map<string, Pass>();
  let last = 0;

  function ask(entry: Omit<Extract<ToKeeper, { kind: 'enter' }>, 'kind' | 'id'>, signal: AbortSignal) {
    last += 1;
    const id = last;
    const answer = Promise.withResolvers<boolean>();
    const leave = (): void => {
      waiting.delete(id);
      tell({ kind: 'left', id });
      answer.reject(abortError(signal));
    };
    const settled = <T>(settle: (value: T) => void) => {
      return (value: T): void => {
        signal.removeEventListener('abort', leave);
        waiting.delete(id);
        settle(value);
      };
    };
    waiting.set(id, { entered: settled(answer.resolve), held: settled(answer.reject) });
    signal.addEventListener('abort', leave, { once: true });
    tell({ kind: 'enter', id, ...entry });
    return { id, answer: answer.promise };
  }

  /** A use of what is proven: only a refusal is news. */
  function permitBy(pass: Pass, key: string): Permit {
    pass.uses += 1;
    const end = (): void => {
      pass.uses -= 1;
      if (pass.uses === 0 && passes.get(key) !== pass) tell({ kind: 'left', id: pass.id });
    };
    return {
      isProven: true,
      accepted: end,
      left: end,
      refused: (error) => {
        if (passes.get(key) === pass) passes.delete(key);
        tell({ kind: 'refused', id: pass.id, error: toParts(error) });
        end();
      },
    };
  }

  const permitOf = (id: number): Permit => ({
    isProven: false,
    accepted: () => tell({ kind: 'accepted', id }),
    left: () => tell({ kind: 'left', id }),
    refused: (error) => tell({ kind: 'refused', id, error: toParts(error) }),
  });

  function drop(key: string, pass: Pass): void {
    passes.delete(key);
    if (pass.uses === 0) tell({ kind: 'left', id: pass.id });
  }

  function guardOf(account: Account, asker: Asker, generation: number) {
    const hashed = { who: account.who, proof: createHash('sha256').update(account.proof).digest('hex') };
    const key = JSON.stringify([hashed.who, hashed.proof, generation, asker.place]);
    return {
      enter: async (signal: AbortSignal): Promise<Permit> => {
        if (signal.aborted) throw abortError(signal);
        const known = passes.get(key);
        if (known !== undefined && now() < known.until) return permitBy(known, key);
        const { id, answer } = ask({ account: hashed, asker, generation }, signal);
        if (!(await answer)) return permitOf(id);
        const pass = { id, until: now() + PASS_MS, uses: 0 };
        const permit = permitBy(pass, key);
        const before = passes.get(key);
        if (before !== undefined) drop(key, before);
        passes.set(key, pass);
        return permit;
      },
    };
  }

  return {
    registryOf: (generation) => {
      for (const [key, pass] of passes) drop(key, pass);
      return {
        ...createCredentialRegistry(now),
        guardOf: (account, asker) => guardOf(account, asker, generation),
      };
    },
    hear: (message) => {
      if (message.kind === 'entered') waiting.get(message.id)?.entered(message.isProven);
      if (message.kind === 'held') waiting.get(message.id)?.held(fromParts(message.error));
      if (message.kind !== 'doubted') return;
      const doubted = JSON.stringify([message.account.who, message.account.proof]).slice(0, -1);
      for (const [key, pass] of passes) if (key.startsWith(`${doubted},`)) drop(key, pass);
    },
  };
}
