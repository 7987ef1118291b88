import { SourceError } from '../../../model/source-error.ts';
import type { Account, Permit } from '../authenticator.ts';
import { type CredentialRegistry, createCredentialRegistry } from '../credential-registry.ts';
import { fromParts, toParts } from './error-parts.ts';
import type { FromKeeper, ToKeeper } from './messages.ts';

/** Keeps one record of credentials for several processes, so that all their tries together stay few. */
export interface CredentialKeeper<Process> {
  readonly hear: (from: Process, message: ToKeeper) => void;
  /** It has ended, and with it what it used. */
  readonly forget: (process: Process) => void;
}

interface Use {
  readonly account: Account;
  readonly leaving: AbortController;
  /** `null`: it still waits. */
  permit: Permit | null;
}

export function createCredentialKeeper<Process>(
  tell: (process: Process, message: FromKeeper) => void,
  now: () => number = Date.now,
): CredentialKeeper<Process> {
  const registries = new Map<number, CredentialRegistry>();
  const uses = new Map<Process, Map<number, Use>>();

  /** Of a configuration; those before the last one may still finish what they began. */
  const registryOf = (generation: number): CredentialRegistry => {
    const registry = registries.get(generation) ?? createCredentialRegistry(now);
    registries.set(generation, registry);
    for (const old of registries.keys()) if (old < generation - 1) registries.delete(old);
    return registry;
  };

  async function enter(from: Process, message: Extract<ToKeeper, { kind: 'enter' }>): Promise<void> {
    const { id, account, asker, generation } = message;
    const use: Use = { account, leaving: new AbortController(), permit: null };
    const own = uses.get(from) ?? new Map<number, Use>();
    uses.set(from, own.set(id, use));
    try {
      use.permit = await registryOf(generation).guardOf(account, asker).enter(use.leaving.signal);
      if (use.leaving.signal.aborted) use.permit.left();
      else tell(from, { kind: 'entered', id, isProven: use.permit.isProven });
    } catch (error) {
      own.delete(id);
      if (use.leaving.signal.aborted) return;
      if (!(error instanceof SourceError)) throw error;
      tell(from, { kind: 'held', id, error: toParts(error) });
    }
  }

  function leave({ permit, leaving }: Use): void {
    leaving.abort();
    permit?.left();
  }

  return {
    hear: (from, message) => {
      if (message.kind === 'enter') {
        void enter(from, message);
        return;
      }
      const own = uses.get(from);
      const use = own?.get(message.id);
      if (use === undefined) return;
      const { permit, account } = use;
      if (message.kind === 'refused') {
        permit?.refused(fromParts(message.error));
        for (const process of uses.keys()) tell(process, { kind: 'doubted', account });
      }
      if (message.kind === 'accepted') permit?.accepted();
      if (message.kind === 'left') leave(use);
      // What is proven may be used many times, and each may be refused.
      if (message.kind === 'left' || permit?.isProven !== true) own?.delete(message.id);
    },
    forget: (process) => {
      for (const use of uses.get(process)?.values() ?? []) leave(use);
      uses.delete(process);
    },
  };
}
