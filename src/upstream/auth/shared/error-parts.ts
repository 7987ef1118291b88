import { SourceError } from '../../../model/source-error.ts';
import { LOCKED } from '../../fault/locked.ts';
import type { ErrorParts } from './messages.ts';

export const toParts = (error: SourceError): ErrorParts => ({
  code: error.code,
  message: error.message,
  origin: error.origin,
  retryable: error.retryable,
  retryAfterMs: error.retryAfterMs,
  upstreamStatus: error.upstreamStatus,
  requestId: error.requestId,
  isLocked: error.cause === LOCKED,
});

export const fromParts = ({ isLocked, ...init }: ErrorParts): SourceError =>
  new SourceError({ ...init, ...(isLocked ? { cause: LOCKED } : {}) });
