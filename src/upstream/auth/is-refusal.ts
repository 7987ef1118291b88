import { SourceError } from '../../model/source-error.ts';
import { LOCKED } from '../fault/locked.ts';

/** Whether a failure is the vendor's word against the credential itself. */
export const isRefusal = (error: unknown): error is SourceError =>
  error instanceof SourceError && (error.code === 'UPSTREAM_AUTH_FAILED' || error.cause === LOCKED);
