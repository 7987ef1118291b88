import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { faultReader } from '../../../../src/backends/huawei-family/fault-reader.ts';
import { definitionOf } from '../definition-of.ts';

const readFault = faultReader({ 'OWN.1': 'NOT_FOUND', 'APIGW.0101': 'NOT_FOUND' });
const reply = (status: number, body: unknown) => ({ status, headers: {}, isJson: true, body });

describe('every spelling of an error is read', () => {
  const envelopes: Readonly<Record<string, unknown>> = {
    error_code: { error_code: 'OWN.1', error_msg: 'gone' },
    errCode: { errCode: 'OWN.1', externalMessage: 'gone' },
    errorCode: { errorCode: 'OWN.1', errorMsg: 'gone' },
    error: { error: { code: 'OWN.1', message: 'gone' } },
    'error with more': { error: { code: 'OWN.1', message: 'gone', title: 'x' }, request_id: '1' },
    'a text in the place of an object beside it': { error_code: 'OWN.1', error_msg: 'gone', error: 'x' },
  };
  for (const [what, body] of Object.entries(envelopes)) {
    test(what, () => {
      const { code, nativeCode, message } = readFault(reply(400, body)) ?? {};
      assert.deepEqual([code, nativeCode, message], ['NOT_FOUND', 'OWN.1', 'gone']);
    });
  }

  test('a number as code only repeats the status', () => {
    const body = { error: { code: 401, message: 'The token must be updated' } };
    const fault = readFault(reply(401, body));
    assert.deepEqual([fault?.code, fault?.message], ['CREDENTIALS_EXPIRED', 'The token must be updated']);
  });
});

describe('the codes of the gateway', () => {
  const codes = {
    '0101': 'UPSTREAM_REJECTED',
    '0103': 'UPSTREAM_UNAVAILABLE',
    '0104': 'UPSTREAM_UNAVAILABLE',
    '0105': 'UPSTREAM_UNAVAILABLE',
    '0106': 'UPSTREAM_UNAVAILABLE',
    '0301': 'CREDENTIALS_EXPIRED',
    '0302': 'UPSTREAM_FORBIDDEN',
    '0303': 'CREDENTIALS_EXPIRED',
    '0305': 'CREDENTIALS_EXPIRED',
    '0306': 'UPSTREAM_FORBIDDEN',
    '0307': 'CREDENTIALS_EXPIRED',
    '0308': 'UPSTREAM_RATE_LIMITED',
    '0310': 'UPSTREAM_FORBIDDEN',
    '0601': 'UPSTREAM_UNAVAILABLE',
    '0613': 'UPSTREAM_UNAVAILABLE',
    '0802': 'UPSTREAM_FORBIDDEN',
  };
  for (const [number, code] of Object.entries(codes)) {
    test(number, () => {
      for (const prefix of ['APIGW', 'APIG']) {
        const body = { error_code: `${prefix}.${number}`, error_msg: 'x' };
        assert.equal(faultReader({})(reply(418, body))?.code, code, prefix);
      }
    });
  }

  test('a service’s own meaning goes first; a number of another service is none of the gateway’s', () => {
    assert.equal(readFault(reply(404, { error_code: 'APIGW.0101' }))?.code, 'NOT_FOUND');
    assert.equal(readFault(reply(400, { error_code: 'WKS.0308' }))?.code, 'UPSTREAM_REJECTED');
  });
});

test('a code that nobody knows is left to the status', () => {
  const expected = {
    200: undefined,
    202: undefined,
    400: 'UPSTREAM_REJECTED',
    401: 'CREDENTIALS_EXPIRED',
    403: 'UPSTREAM_FORBIDDEN',
    404: 'NOT_FOUND',
    405: 'UPSTREAM_REJECTED',
    408: 'UPSTREAM_TIMEOUT',
    429: 'UPSTREAM_RATE_LIMITED',
    500: 'UPSTREAM_UNAVAILABLE',
    503: 'UPSTREAM_UNAVAILABLE',
    504: 'UPSTREAM_TIMEOUT',
  };
  for (const [status, code] of Object.entries(expected))
    assert.equal(readFault(reply(Number(status), { error_code: 'NEW.1' }))?.code, code, status);
});

test('what has no code is no fault of the service', () => {
  const bodies = [
    null,
    '',
    '<html>',
    [],
    {},
    { items: [] },
    { error: null },
    { error: 'x' },
    { error_msg: 'x' },
  ];
  for (const body of bodies) assert.equal(readFault(reply(500, body)), null, JSON.stringify(body));
});

describe('the pace that a refusal tells', () => {
  const fault = (message: string) => readFault(reply(429, { error_code: 'APIGW.0308', error_msg: message }));
  const said = (words: string) =>
    fault(`The throttling threshold has been reached: policy user over ratelimit,${words}`);
  const paces = [
    ['limit:200,time:5 minute', { requests: 200, perMs: 300_000 }],
    ['limit:5,time:1 second', { requests: 5, perMs: 1_000 }],
    ['limit:10,time:2 hour', { requests: 10, perMs: 7_200_000 }],
    ['limit:0,time:1 second', null],
    ['limit:5,time:0 second', null],
    ['limit:5,time:1 fortnight', null],
    ['limit:5', null],
  ] as const;
  for (const [words, pace] of paces) {
    test(words, () => {
      assert.deepEqual(said(words)?.allowance ?? null, pace);
      assert.equal(said(words)?.code, 'UPSTREAM_RATE_LIMITED');
    });
  }

  test('is told of no other fault', () => {
    const body = { error_code: 'OWN.1', error_msg: 'limit:5,time:1 second' };
    assert.deepEqual(readFault(reply(400, body))?.allowance ?? null, null);
  });
});

describe('what the services’ own codes mean', () => {
  const cases = [
    ['huawei-css', 403, { errCode: 'CSS.0015', externalMessage: 'x' }, 'NOT_FOUND'],
    ['huawei-css', 202, { errCode: 'CSS.0011', externalMessage: 'x' }, 'UPSTREAM_UNAVAILABLE'],
    ['huawei-css', 403, { errCode: 'CSS.0032' }, 'UPSTREAM_FORBIDDEN'],
    ['huawei-css', 400, { errCode: 'CSS.0045' }, 'CREDENTIALS_EXPIRED'],
    ['huawei-css', 404, { errCode: 'CSS.0022' }, 'NOT_FOUND'],
    ['huawei-css', 404, { errCode: 'CSS.3027' }, 'NOT_FOUND'],
    ['huawei-css', 415, { errCode: 'CSS.0004' }, 'UPSTREAM_REJECTED'],
    ['huawei-css', 500, { errCode: 'CSS.0005' }, 'UPSTREAM_UNAVAILABLE'],
    ['huawei-vbs', 400, { error: { code: 'AutoBackup.1100', message: 'x' } }, 'NOT_FOUND'],
    ['huawei-vbs', 500, { error: { code: 'AutoBackup.0205', message: 'x' } }, 'NOT_FOUND'],
    ['huawei-vbs', 400, { error: { code: 'AutoBackup.0003', message: 'x' } }, 'CREDENTIALS_EXPIRED'],
    ['huawei-vbs', 400, { error: { code: 'AutoBackup.0213', message: 'x' } }, 'UPSTREAM_FORBIDDEN'],
    ['huawei-vbs', 401, { error_code: 'APIGW.0307', error_msg: 'x' }, 'CREDENTIALS_EXPIRED'],
    ['huawei-servicestage', 401, { error_code: 'SVCSTG.00100401' }, 'NOT_FOUND'],
    ['huawei-servicestage', 404, { error_code: 'SVCSTG.00100429' }, 'NOT_FOUND'],
    ['huawei-servicestage', 400, { error_code: 'SVCSTG.00100400' }, 'UPSTREAM_REJECTED'],
    ['huawei-workspace', 404, { error_code: 'WKS.00080001', error_msg: 'x' }, 'NOT_FOUND'],
    ['huawei-workspace', 400, { error_code: 'WKS.00169901', error_msg: 'x' }, 'UPSTREAM_REJECTED'],
  ] as const;
  for (const [backend, status, body, code] of cases) {
    test(`${backend}: ${JSON.stringify(body)} in a ${status}`, () => {
      assert.equal(definitionOf(backend).readFault(reply(status, body))?.code, code);
    });
  }
});
