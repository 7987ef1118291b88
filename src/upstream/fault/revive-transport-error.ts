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
const noTls = (what: string): Reading => ({ ...unavailable(what), retryable: false });
const NO_TLS = noTls('did not make a trusted TLS connection; check its endpoint and certificate');
const SELF_SIGNED = noTls(
  'has a certificate that it signed itself; give the certificate under `tls.ca` to trust it',
);
const UNKNOWN_AUTHORITY = noTls(
  'has a certificate of an authority that is not known here; give the authority’s own under `tls.ca` to trust it',
);
const WRONG_NAME = noTls('has a certificate for another host name; check `endpoint`');
const EXPIRED = noTls('has a certificate that has expired; only its operator can renew it');
const NOT_YET_VALID = noTls('has a certificate that is not valid yet; compare the clocks');
const NOT_TLS = noTls('does not speak TLS at that port; check whether `endpoint` begins with http:// there');
const WANTS_CERTIFICATE = noTls('wants a certificate of the gateway; give `tls.cert` and `tls.key`');
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
  ['CERT_HAS_EXPIRED', EXPIRED],
  ['CERT_NOT_YET_VALID', NOT_YET_VALID],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', SELF_SIGNED],
  ['SELF_SIGNED_CERT_IN_CHAIN', UNKNOWN_AUTHORITY],
  ['UNABLE_TO_GET_ISSUER_CERT', UNKNOWN_AUTHORITY],
  ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', UNKNOWN_AUTHORITY],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', UNKNOWN_AUTHORITY],
  ['ERR_TLS_CERT_ALTNAME_INVALID', WRONG_NAME],
  ['HOSTNAME_MISMATCH', WRONG_NAME],
  ['ERR_SSL_WRONG_VERSION_NUMBER', NOT_TLS],
  ['ERR_SSL_PACKET_LENGTH_TOO_LONG', NOT_TLS],
  ['ERR_SSL_UNSUPPORTED_PROTOCOL', NOT_TLS],
  ['ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED', WANTS_CERTIFICATE],
  ['ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE', NO_TLS],
  [
    'UND_ERR_PRX_TLS',
    noTls('is reached through a proxy whose certificate is not trusted; check `proxy` and `tls.ca`'),
  ],
  ['UND_ERR_PRX_CONN', unavailable('is reached through a proxy that closed the connection; check `proxy`')],
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
  const refusal = proxyRefusal(error);
  if (refusal !== null) return refusal;
  const isTls = TLS_FAMILIES.some((family) => code.startsWith(family));
  return READINGS.get(code) ?? (isTls ? NO_TLS : UNKNOWN);
}

/** What a proxy says to a tunnel, or if it wants to know who asks, is only told in words. */
function proxyRefusal(error: unknown): Reading | null {
  const words = error instanceof Error ? error.message : '';
  const [, status] = /^Proxy (?:response|Authentication Required) \((\d{3})\)/.exec(words) ?? [];
  if (status === undefined) return null;
  if (status.startsWith('5'))
    return unavailable(`cannot be reached by its proxy, which answered HTTP ${status}`);
  const why = status === '407' ? 'wants a user name and password' : 'does not let it through';
  return noTls(`is reached through a proxy that answered HTTP ${status} and ${why}; check \`proxy\``);
}

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
