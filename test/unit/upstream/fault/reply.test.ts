import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Fault, Reply } from '../../../../src/datasource/contract/transport.ts';
import { SourceError } from '../../../../src/model/source-error.ts';
import { faultError } from '../../../../src/upstream/fault/fault-error.ts';
import { requestIdOf } from '../../../../src/upstream/fault/request-id-of.ts';
import { retryAfter } from '../../../../src/upstream/fault/retry-after.ts';
import { reviveTransportError } from '../../../../src/upstream/fault/revive-transport-error.ts';
import { requestUrls } from '../../../../src/upstream/http/http-client.ts';
import { judgeReply } from '../../../../src/upstream/policies/classify.ts';
import { failsWith } from '../support.ts';

const reply = (status: number, more: Partial<Reply> = {}): Reply => ({
  status,
  headers: {},
  body: {},
  isJson: true,
  ...more,
});
const place = { sourceId: 's', secrets: ['s3cr3t-id'], now: 1_000 };
const judge = (answer: Reply, fault: Fault | null = null, conditional = false) =>
  judgeReply(answer, { readFault: () => fault, conditional })?.code ?? null;

test('a status means what it means where the vendor says nothing', () => {
  const table: Record<number, string | null> = {
    200: null,
    302: 'UPSTREAM_BAD_RESPONSE',
    304: 'UPSTREAM_BAD_RESPONSE',
    400: 'UPSTREAM_REJECTED',
    401: 'CREDENTIALS_EXPIRED',
    403: 'UPSTREAM_FORBIDDEN',
    404: 'UPSTREAM_REJECTED',
    408: 'UPSTREAM_TIMEOUT',
    425: 'UPSTREAM_REJECTED',
    429: 'UPSTREAM_RATE_LIMITED',
    500: 'UPSTREAM_UNAVAILABLE',
    503: 'UPSTREAM_UNAVAILABLE',
    504: 'UPSTREAM_TIMEOUT',
  };
  for (const [status, code] of Object.entries(table))
    assert.equal(judge(reply(Number(status))), code, status);
  assert.equal(judge(reply(200, { isJson: false, body: '<html>' })), 'UPSTREAM_BAD_RESPONSE');
  assert.equal(judge(reply(304), null, true), null);
});

test('the vendor’s own envelope goes before any status', () => {
  const expired: Fault = { code: 'CREDENTIALS_EXPIRED', message: null };
  assert.equal(judge(reply(503), expired), 'CREDENTIALS_EXPIRED');
  assert.equal(judge(reply(403), { code: 'NOT_FOUND', message: 'no cluster' }), 'NOT_FOUND');
  assert.equal(judge(reply(200), { code: 'UPSTREAM_REJECTED', message: null }), 'UPSTREAM_REJECTED');
});

test('the error names the vendor’s code and words, and keeps what support will ask for', () => {
  const fault: Fault = {
    code: 'UPSTREAM_FORBIDDEN',
    nativeCode: 'X.0302',
    message: 'user s3cr3t-id at 10.0.0.1',
  };
  const error = faultError(fault, reply(403, { headers: { 'x-request-id': 'abc-1' } }), place);
  assert.equal(
    error.message,
    'Source "s" answered HTTP 403: X.0302: user [redacted] at [address]. The credentials are known, but not allowed to read this.',
  );
  assert.deepEqual([error.upstreamStatus, error.requestId, error.retryable], [403, 'abc-1', false]);
});

test('the vendor’s window goes before Retry-After; 425 may be asked again; expired credentials have failed', () => {
  const limited = reply(429, { headers: { 'retry-after': '7' } });
  const fault: Fault = { code: 'UPSTREAM_RATE_LIMITED', message: null };
  assert.equal(faultError(fault, limited, place).retryAfterMs, 7_000);
  assert.equal(faultError({ ...fault, retryAfterMs: 9 }, limited, place).retryAfterMs, 9);
  assert.equal(faultError({ code: 'UPSTREAM_REJECTED', message: null }, reply(425), place).retryable, true);
  const expired = faultError({ code: 'CREDENTIALS_EXPIRED', message: null }, reply(401), place);
  assert.equal(expired.code, 'UPSTREAM_AUTH_FAILED');
});

test('Retry-After is read in both its forms', () => {
  const now = Date.UTC(2026, 0, 1);
  const read = (value: string) => retryAfter({ 'retry-after': value }, now);
  assert.equal(read('86400'), 86_400_000);
  assert.equal(read('Thu, 01 Jan 2026 00:00:05 GMT'), 5_000);
  assert.equal(read('Wed, 31 Dec 2025 00:00:00 GMT'), 0);
  for (const bad of ['-5', '1.5', 'soon', '']) assert.equal(read(bad), null, bad);
  assert.equal(retryAfter({}, now), null);
});

test('a request id is an id or nothing', () => {
  assert.equal(requestIdOf(reply(500, { body: { request_id: 'f'.repeat(32) } })), 'f'.repeat(32));
  assert.equal(requestIdOf(reply(500, { headers: { 'x-request-id': 'no id\u0007' } })), null);
  assert.equal(requestIdOf(reply(500, { body: 'text' })), null);
});

test('a request cannot leave its endpoint', () => {
  const at = (path: string) => requestUrls('http://h.example:8080/base/')({ path }).href;
  assert.equal(at('/v1/jobs'), 'http://h.example:8080/base/v1/jobs');
  assert.equal(at('/v1/a%2Fb'), 'http://h.example:8080/base/v1/a%2Fb');
  assert.equal(requestUrls('http://h.example')({ path: '//evil.example/x' }).host, 'h.example');
  for (const path of ['/a/../b', '/a/%2e%2e/b', '/a?x=1', '/a#x', '/a b', '/\\x', 'x'])
    assert.throws(() => at(path), failsWith('UPSTREAM_REJECTED'), path);
  const half = { path: '/v1/jobs', query: [['id', '\ud800']] } as const;
  assert.throws(() => requestUrls('http://h.example')(half), failsWith('UPSTREAM_REJECTED'));
});

test('transport errors say what broke, never where', () => {
  const of = (code: string): SourceError => {
    const error = reviveTransportError(Object.assign(new Error(`${code} 10.0.0.5:80`), { code }), 's');
    return error instanceof SourceError ? error : assert.fail(code);
  };
  for (const [code, expected] of [
    ['ECONNREFUSED', 'UPSTREAM_UNAVAILABLE'],
    ['UND_ERR_SOCKET', 'UPSTREAM_UNAVAILABLE'],
    ['ENOTFOUND', 'UPSTREAM_UNAVAILABLE'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'UPSTREAM_UNAVAILABLE'],
    ['UND_ERR_CONNECT_TIMEOUT', 'UPSTREAM_TIMEOUT'],
    ['UND_ERR_HEADERS_OVERFLOW', 'UPSTREAM_BAD_RESPONSE'],
    ['UND_ERR_INVALID_ARG', 'UPSTREAM_REJECTED'],
    ['EWHATEVER', 'UPSTREAM_UNAVAILABLE'],
  ] as const) {
    const error = of(code);
    assert.equal(error.code, expected, code);
    assert.doesNotMatch(error.message, /10\.0\.0\.5/);
    assert.ok(error.cause instanceof Error);
  }
  assert.equal(of('CERT_HAS_EXPIRED').retryable, false);
});

test('what no network throws is no transport error', () => {
  for (const thrown of [
    new TypeError('undefined is no function'),
    new RangeError('no length'),
    'text',
    undefined,
  ])
    assert.equal(reviveTransportError(thrown, 's'), thrown);
});
