import { errors } from 'undici';
import type { ErrorOrigin } from '../../model/error-codes.ts';
import { SourceError, type SourceErrorCode } from '../../model/source-error.ts';

interface Reading {
  readonly code: SourceErrorCode;
  readonly what: string;
  readonly retryable?: boolean;
  readonly origin?: ErrorOrigin;
}

const unavailable = (what: string): Reading => ({ code: 'UPSTREAM_UNAVAILABLE', what });
const badResponse = (what: string): Reading => ({ code: 'UPSTREAM_BAD_RESPONSE', what });

const BROKEN = unavailable('closed the connection before its answer was complete');
const NO_HOST = unavailable('has an endpoint whose host name cannot be resolved');
const NO_ROUTE = unavailable('cannot be reached over the network');
const NO_HTTP = badResponse('answered with something that is not HTTP');
// A retry does not change a certificate.
const NO_TLS: Reading = {
  ...unavailable('did not make a trusted TLS connection; check its endpoint and certificate'),
  retryable: false,
};
const SHUT_DOWN: Reading = { ...unavailable('is shut down'), retryable: false, origin: 'gateway' };
const UNSENDABLE: Reading = {
  code: 'UPSTREAM_REJECTED',
  what: 'could not be asked: a header or the path is not valid HTTP; check its credentials for stray characters',
};

const READINGS: ReadonlyMap<string, Reading> = new Map([
  ['ECONNREFUSED', unavailable('refused the connection')],
  ['ECONNRESET', BROKEN],
  ['EPIPE', BROKEN],
  ['UND_ERR_SOCKET', BROKEN],
  ['UND_ERR_RES_CONTENT_LENGTH_MISMATCH', BROKEN],
  ['UND_ERR_ABORTED', BROKEN],
  ['ENOTFOUND', NO_HOST],
  ['EAI_AGAIN', NO_HOST],
  ['EHOSTUNREACH', NO_ROUTE],
  ['ENETUNREACH', NO_ROUTE],
  ['EADDRNOTAVAIL', NO_ROUTE],
  ['ETIMEDOUT', { code: 'UPSTREAM_TIMEOUT', what: 'did not accept a connection in time' }],
  ['UND_ERR_CONNECT_TIMEOUT', { code: 'UPSTREAM_TIMEOUT', what: 'did not accept a connection in time' }],
  ['UND_ERR_HEADERS_OVERFLOW', badResponse('answered with headers of more than 64 KiB')],
  ['UND_ERR_INVALID_ARG', UNSENDABLE],
  ['ERR_INVALID_CHAR', UNSENDABLE],
  ['UND_ERR_CLOSED', SHUT_DOWN],
  ['UND_ERR_DESTROYED', SHUT_DOWN],
  ['EPROTO', NO_TLS],
  ['CERT_HAS_EXPIRED', NO_TLS],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', NO_TLS],
  ['SELF_SIGNED_CERT_IN_CHAIN', NO_TLS],
  ['HOSTNAME_MISMATCH', NO_TLS],
]);

const TLS_FAMILIES = ['ERR_SSL_', 'ERR_TLS_', 'CERT_', 'UNABLE_TO_'];
const UNKNOWN = unavailable('could not be asked: the connection failed');

/**
 * What broke on the way, as a `SourceError` without addresses; the original stays as cause. What is a `SourceError` already
 * comes back as it is, and so does what no network throws, which is a defect of ours.
 */
export function reviveTransportError(error: unknown, sourceId: string): unknown {
  const reading = error instanceof SourceError ? null : readingOf(error);
  if (reading === null) return error;
  const { what, ...init } = reading;
  return new SourceError({ ...init, message: `Source "${sourceId}" ${what}.`, cause: error });
}

/** Every error of the network has a code, except an abort without a reason. */
function readingOf(error: unknown): Reading | null {
  if (error instanceof errors.HTTPParserError) return NO_HTTP;
  if (error instanceof DOMException) return UNKNOWN;
  const code = codeOf(error);
  if (code === '') return null;
  const isTls = TLS_FAMILIES.some((family) => code.startsWith(family));
  return READINGS.get(code) ?? (isTls ? NO_TLS : UNKNOWN);
}

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
