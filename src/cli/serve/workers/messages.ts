import type { SourceReadiness } from '../../../server/routes.ts';
import type { FromKeeper, ToKeeper } from '../../../upstream/auth/shared/messages.ts';
import type { Traffic } from '../until-quiet.ts';

/** What a worker needs before it can begin. */
export interface Setup {
  /** `null`: the configuration is in the file. */
  readonly demo: string | null;
  readonly cursorKey: string;
  readonly workers: number;
  /** How often the configuration was read anew. */
  readonly generation: number;
}

/** What a worker knows. */
export interface Report {
  /** Of prom-client, to be put together with those of the others. */
  readonly metrics: object[];
  readonly sources: readonly SourceReadiness[];
}

/** From the primary to a worker. `id` goes back with the answer. */
export type ToWorker =
  | ({ readonly kind: 'setup' } & Setup)
  | { readonly kind: 'report'; readonly id: number }
  | { readonly kind: 'metrics'; readonly id: number; readonly text: string }
  | { readonly kind: 'reload'; readonly generation: number }
  | { readonly kind: 'credential'; readonly message: FromKeeper }
  /** What moves on the port: of this worker, and of all of them. */
  | { readonly kind: 'traffic'; readonly id: number }
  | ({ readonly kind: 'all-traffic'; readonly id: number } & Traffic)
  | { readonly kind: 'all-closed'; readonly id: number }
  | { readonly kind: 'stop'; readonly isHurried: boolean };

/** From a worker to the primary. */
export type ToPrimary =
  | { readonly kind: 'hello' }
  | { readonly kind: 'ready'; readonly url: string }
  /** It cannot begin, in words for a person. */
  | { readonly kind: 'fault'; readonly message: string }
  | ({ readonly kind: 'report'; readonly id: number } & Report)
  | { readonly kind: 'metrics'; readonly id: number }
  | ({ readonly kind: 'traffic'; readonly id: number } & Traffic)
  | { readonly kind: 'all-traffic'; readonly id: number }
  /** It has closed the port, and asks when all have. */
  | { readonly kind: 'closed'; readonly id: number }
  | { readonly kind: 'credential'; readonly message: ToKeeper };
