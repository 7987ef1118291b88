import type { SourceErrorInit } from '../../../model/source-error.ts';
import type { Account } from '../authenticator.ts';
import type { Asker } from '../credential-registry.ts';

/** A `SourceError` as it passes between processes. */
export type ErrorParts = Omit<SourceErrorInit, 'cause'> & { readonly isLocked: boolean };

/** From a process that uses credentials to the one that keeps the record of them. `id`: of one use, the sender's own. */
export type ToKeeper =
  | {
      readonly kind: 'enter';
      readonly id: number;
      /** Its proof is a hash already. */
      readonly account: Account;
      readonly asker: Asker;
      /** Of the configuration: another one begins anew. */
      readonly generation: number;
    }
  | { readonly kind: 'accepted'; readonly id: number }
  | { readonly kind: 'refused'; readonly id: number; readonly error: ErrorParts }
  /** It waits no longer, or has ended without telling anything, or is not to be heard of again. */
  | { readonly kind: 'left'; readonly id: number };

/** What the keeper says. */
export type FromKeeper =
  /** `isProven`: until it is doubted, others need not ask. */
  | { readonly kind: 'entered'; readonly id: number; readonly isProven: boolean }
  | { readonly kind: 'held'; readonly id: number; readonly error: ErrorParts }
  /** Somebody met a refusal: everybody asks again. */
  | { readonly kind: 'doubted'; readonly account: Account };
