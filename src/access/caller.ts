import type { Principal } from '../scope/principal.ts';

/** Somebody who may ask. */
export interface Caller {
  readonly principal: Principal;
  /** The header, in lower case, that proved who it is: it is meant for the gateway, and is never forwarded. */
  readonly provedBy: string | null;
}

/** Why a request is not answered: an HTTP answer, still to be written. */
export interface Refusal {
  readonly status: number;
  /** As in `extensions.code`. */
  readonly code: string;
  readonly message: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export type Verdict =
  | { readonly ok: true; readonly caller: Caller }
  | { readonly ok: false; readonly refusal: Refusal };

/** A header of the request, by its name in lower case; `null`: it is not there. */
export type ReadHeader = (name: string) => string | null;

/** Tells who asks, by the headers of the request alone. */
export type Authenticate = (header: ReadHeader) => Verdict | Promise<Verdict>;

export const admit = (principal: Principal, provedBy: string | null): Verdict => ({
  ok: true,
  caller: { principal, provedBy },
});

export const refuse = (refusal: Refusal): Verdict => ({ ok: false, refusal });
