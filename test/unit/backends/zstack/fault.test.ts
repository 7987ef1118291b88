import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { readFault } from '../../../../src/backends/zstack-family/fault.ts';

const reply = (status: number, body: unknown) => ({
  status,
  headers: {},
  isJson: typeof body !== 'string',
  body,
});
const coded = (code: string) => ({ error: { code, description: 'words', details: 'more words' } });

const CASES = [
  ['rows', 200, { inventories: [] }, null],
  ['an accepted request', 202, { location: 'x' }, null],
  ['an error with a good status', 200, coded('SYS.1006'), 'UPSTREAM_REJECTED'],
  ['an error that nobody knows, with a good status', 200, coded('NEW.1'), 'UPSTREAM_BAD_RESPONSE'],
  ['an error that is a text', 200, { error: 'boom' }, 'UPSTREAM_BAD_RESPONSE'],
  ['an error beside rows', 200, { inventories: [], ...coded('SYS.1006') }, null],
  ['no error beside rows', 200, { inventories: [], error: null }, null],
  ['a login refused', 503, coded('ID.1000'), 'UPSTREAM_AUTH_FAILED'],
  ['a session that has ended', 503, coded('ID.1001'), 'CREDENTIALS_EXPIRED'],
  ['the same in newer versions', 503, coded('ORG_ZSTACK_IDENTITY_10020'), 'CREDENTIALS_EXPIRED'],
  ...['Session expired', 'session of message[APIQuerySchedulerJobHistoryMsg] is null', 'invalid session'].map(
    (details) =>
      [
        details,
        503,
        { error: { code: 'ORG_ZSTACK_IDENTITY_10006', description: 'identity', details } },
        'CREDENTIALS_EXPIRED',
      ] as const,
  ),
  ['another refusal of newer versions', 503, coded('ORG_ZSTACK_IDENTITY_10002'), 'UPSTREAM_UNAVAILABLE'],
  ['no permission', 503, coded('ID.1002'), 'UPSTREAM_FORBIDDEN'],
  ['a password to be changed', 503, coded('ID.1005'), 'UPSTREAM_AUTH_FAILED'],
  ['too many sessions', 503, coded('ID.1006'), 'UPSTREAM_UNAVAILABLE'],
  ['an internal error', 503, coded('SYS.1000'), 'UPSTREAM_UNAVAILABLE'],
  ...[
    "invalid order by clause, inventory[SchedulerJobHistory] doesn't have field[nonsense]",
    "invalid condition, inventory[SchedulerJobHistory] doesn't have field[nonsense]",
    'ZQL: line 1:14 mismatched input',
    'line 1:14 no viable alternative at input',
    "Incorrect DATETIME value: 'Nov 14, 2017 10:20:57 PM'",
  ].map(
    (details) =>
      [
        details,
        503,
        { error: { code: 'SYS.1000', description: 'internal', details } },
        'UPSTREAM_REJECTED',
      ] as const,
  ),
  ...['java.lang.NullPointerException', 'cannot connect to the database'].map(
    (details) => [details, 503, { error: { code: 'SYS.1000', details } }, 'UPSTREAM_UNAVAILABLE'] as const,
  ),
  ['a time-out of its own', 503, coded('SYS.1001'), 'UPSTREAM_TIMEOUT'],
  ['a resource that has gone', 503, coded('SYS.1003'), 'NOT_FOUND'],
  ['an operation refused', 503, coded('SYS.1006'), 'UPSTREAM_REJECTED'],
  ['a bad argument', 503, coded('SYS.1007'), 'UPSTREAM_REJECTED'],
  ['a node that is down', 503, coded('SYS.1012'), 'UPSTREAM_UNAVAILABLE'],
  ['a code nobody knows', 503, coded('NEW.1'), 'UPSTREAM_UNAVAILABLE'],
  ['an error without a code', 503, { error: {} }, 'UPSTREAM_UNAVAILABLE'],
  ['a missing header', 400, "missing header 'Authorization'", 'UPSTREAM_REJECTED'],
  ['a clock that is wrong', 403, 'requestTimeTooSkewed', 'UPSTREAM_AUTH_FAILED'],
  ['rights that are missing', 403, 'no', 'UPSTREAM_FORBIDDEN'],
  ['a wrong path', 404, 'no api mapping to /v1/x', 'UPSTREAM_REJECTED'],
  ['a wrong path behind a proxy, left to its status', 404, '<html>', null],
  ['a wrong method', 405, 'not allowed', 'UPSTREAM_REJECTED'],
  ['a fault in plain text', 500, 'java.lang.NullPointerException', 'UPSTREAM_UNAVAILABLE'],
  ['a proxy that wants credentials', 401, 'Unauthorized', 'CREDENTIALS_EXPIRED'],
  ['a proxy that slows us down', 429, 'too many', 'UPSTREAM_RATE_LIMITED'],
  ['a proxy that has waited too long for the request', 408, 'Request Timeout', 'UPSTREAM_TIMEOUT'],
  ['a proxy that has waited too long for the node', 504, 'Gateway Timeout', 'UPSTREAM_TIMEOUT'],
  ['a page of a proxy, left to its status', 502, '  <html>', null],
] as const;

describe('what an answer means', () => {
  for (const [what, status, body, code] of CASES)
    test(what, () => assert.equal(readFault(reply(status, body))?.code ?? null, code));
});

test('what is told is the most exact that was said', () => {
  const { message, nativeCode } = readFault(reply(503, coded('SYS.1006'))) ?? {};
  assert.deepEqual([message, nativeCode], ['more words', 'SYS.1006']);
  const short = { error: { code: 'SYS.1006', description: 'words' } };
  assert.equal(readFault(reply(503, short))?.message, 'words');
  assert.equal(readFault(reply(400, 'bad limit'))?.message, 'bad limit');
  assert.match(readFault(reply(403, 'requestTimeTooSkewed'))?.message ?? '', /timeZone/);
});
