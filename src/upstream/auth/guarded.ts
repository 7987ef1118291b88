import { SourceError } from '../../model/source-error.ts';
import { LOCKED } from '../fault/locked.ts';
import type { Account, SignInIo } from './authenticator.ts';

/** Whether a failure is the vendor's word against the credential itself. */
export const isRefusal = (error: unknown): error is SourceError =>
  error instanceof SourceError && (error.code === 'UPSTREAM_AUTH_FAILED' || error.cause === LOCKED);

/** A sign-in ends by itself, whoever leaves. */
const NOBODY_LEAVES = new AbortController().signal;

/** One sign-in with an account, when its guard allows it. */
export async function guarded<T>(io: SignInIo, account: Account, signIn: () => Promise<T>): Promise<T> {
  const permit = await io.guardOf(account).enter(NOBODY_LEAVES);
  try {
    const outcome = await signIn();
    permit.accepted();
    return outcome;
  } catch (error) {
    if (isRefusedSignIn(error)) permit.refused(error);
    else permit.left();
    throw error;
  }
}

/** A user who may not sign in may be counted like one whose password is wrong. */
export const isRefusedSignIn = (error: unknown): error is SourceError =>
  isRefusal(error) || (error instanceof SourceError && error.code === 'UPSTREAM_FORBIDDEN');
