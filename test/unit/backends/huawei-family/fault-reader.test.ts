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

test('a locked key has the code of a wrong one, and other words', () => {
  for (const [message, code] of [
    ['AK access failed to reach the limit,forbidden.', 'CREDENTIALS_LOCKED'],
    ['AK access failed to reach the limit, forbidden', 'CREDENTIALS_LOCKED'],
    ['verify aksk signature fail', 'CREDENTIALS_EXPIRED'],
  ]) {
    const error_msg = `Incorrect IAM authentication information: ${message}`;
    for (const error_code of ['APIGW.0301', 'APIG.0301'])
      assert.equal(readFault(reply(401, { error_code, error_msg }))?.code, code);
  }
});

test('an OpenStack service tells after how long to ask again', () => {
  for (const [retryAfter, ms] of [
    [5, 5_000],
    ['7', 7_000],
    ['soon', null],
    [-1, null],
    [undefined, null],
  ] as const) {
    const fault = readFault(reply(413, { overLimit: { message: 'too many', code: 413, retryAfter } }));
    assert.deepEqual([fault?.code, fault?.retryAfterMs], ['UPSTREAM_RATE_LIMITED', ms]);
  }
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
    200: 'UPSTREAM_BAD_RESPONSE',
    202: 'UPSTREAM_BAD_RESPONSE',
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

test('what has no words is no fault of the service', () => {
  const bodies = [null, '', '<html>', [], {}, { items: [] }, { error: null }, { error_msg: '' }];
  for (const body of bodies) assert.equal(readFault(reply(500, body)), null, JSON.stringify(body));
});

describe('words without a code are told, and left to the status', () => {
  const message = 'Backup policy 7 could not be found.';
  for (const [status, body, code, told] of [
    [500, { message: 'boom', request_id: 'r' }, 'UPSTREAM_UNAVAILABLE', 'boom'],
    [400, { error: 'boom' }, 'UPSTREAM_REJECTED', 'boom'],
    [401, { message: 'Unauthorized' }, 'CREDENTIALS_EXPIRED', 'Unauthorized'],
    [403, { error_msg: 'no' }, 'UPSTREAM_FORBIDDEN', 'no'],
    [429, { message: 'slow down' }, 'UPSTREAM_RATE_LIMITED', 'slow down'],
    [404, { message, request_id: 'r' }, 'NOT_FOUND', message],
    [404, { message: 'The policy does not exist' }, 'NOT_FOUND', 'The policy does not exist'],
    [
      404,
      { message: 'no Route matched with those values' },
      'UPSTREAM_REJECTED',
      /^no Route.*; check the region/,
    ],
    [
      404,
      { message: 'The API does not exist' },
      'UPSTREAM_REJECTED',
      /^The API does not exist; check the region/,
    ],
    [404, { message: 'gone fishing' }, 'UPSTREAM_REJECTED', /^gone fishing; check the region/],
    [502, 'upstream connect error', 'UPSTREAM_UNAVAILABLE', 'upstream connect error'],
    [404, '404 page not found', 'UPSTREAM_REJECTED', /^404 page not found; check the region/],
    [403, { type: 'about:blank', title: 'No', detail: 'no rights' }, 'UPSTREAM_FORBIDDEN', 'no rights'],
    [400, { errors: [{ message: 'limit is too large' }] }, 'UPSTREAM_REJECTED', 'limit is too large'],
    [
      400,
      { errors: [{ title: 'Bad', detail: 'limit is too large' }] },
      'UPSTREAM_REJECTED',
      'limit is too large',
    ],
    [200, { message: 'no permission', request_id: 'r' }, 'UPSTREAM_BAD_RESPONSE', 'no permission'],
  ] as const) {
    test(`${status} ${JSON.stringify(body)}`, () => {
      const fault = readFault(reply(status, body));
      assert.deepEqual([fault?.code, fault?.nativeCode ?? null], [code, null]);
      if (typeof told === 'string') assert.equal(fault?.message, told);
      else assert.match(fault?.message ?? '', told);
    });
  }
});

describe('OpenStack’s envelopes', () => {
  for (const [status, name, inner, code] of [
    [404, 'itemNotFound', { message: 'no such policy', code: 404 }, 'NOT_FOUND'],
    [200, 'itemNotFound', { message: 'no such policy' }, 'NOT_FOUND'],
    [400, 'badRequest', { message: 'limit is too large', code: 400 }, 'UPSTREAM_REJECTED'],
    [200, 'badRequest', { message: 'limit is too large', code: '400' }, 'UPSTREAM_REJECTED'],
    [401, 'unauthorized', { message: 'no token', code: 401 }, 'CREDENTIALS_EXPIRED'],
    [403, 'forbidden', { message: 'no rights', code: 403 }, 'UPSTREAM_FORBIDDEN'],
    [413, 'overLimit', { message: 'too many', code: 413, retryAfter: 5 }, 'UPSTREAM_RATE_LIMITED'],
    [500, 'computeFault', { message: 'boom', code: 500 }, 'UPSTREAM_UNAVAILABLE'],
    [503, 'serviceUnavailable', { message: 'later' }, 'UPSTREAM_UNAVAILABLE'],
    [409, 'NeutronError', { message: 'in use', type: 'InUse', detail: '' }, 'UPSTREAM_REJECTED'],
  ] as const) {
    test(`${name} in a ${status}`, () => {
      const fault = readFault(reply(status, { [name]: inner }));
      assert.deepEqual([fault?.code, fault?.nativeCode, fault?.message], [code, name, inner.message]);
    });
  }

  test('Keystone’s has a number as code', () => {
    const body = { error: { code: 404, message: 'Could not find project', title: 'Not Found' } };
    assert.equal(readFault(reply(500, body))?.code, 'NOT_FOUND');
  });
});

describe('with a good status, an answer is an error where it says nothing else', () => {
  const faults = [
    { error_code: 'WKS.99999999', error_msg: 'denied' },
    { error_code: 'WKS.99999999', error_msg: 'denied', request_id: 'r', count: 0, items: [] },
    { errCode: 'CSS.9999', externalMessage: 'denied', clusterLogRecord: null },
    { error: { code: 'AutoBackup.9999', message: 'denied' } },
    { error_code: 'NEW.1', error_message: 'denied', status: 'FAILED', timestamp: '2024-09-04' },
    { code: 'X.1', message: 'denied', data: null, success: false },
    { code: 500, message: 'denied' },
    { error_code: 'NEW.1' },
  ];
  for (const body of faults)
    test(`a fault: ${JSON.stringify(body)}`, () => {
      const fault = readFault(reply(200, body));
      assert.notEqual(fault?.nativeCode ?? null, null);
      if (JSON.stringify(body).includes('denied')) assert.equal(fault?.message, 'denied');
    });

  const answers = [
    { count: 1, items: [{ error_code: 'X', error_msg: 'x' }] },
    { count: 1, items: [{}], error_code: 'X.1', error_msg: 'partly' },
    { error_code: '0', error_msg: 'success', items: [] },
    { code: 200, message: 'OK', items: [] },
    { message: 'success', count: 0 },
    { message: 'there is no data', items: [] },
    { error: false, count: 0 },
    { error_code: null, error_msg: '', items: [] },
    { job_id: 'j', status: 'FAIL', error_code: 'VolumeBackup.0064', fail_reason: 'the volume is gone' },
    { job_id: 'j', status: 'SUCCESS', error_code: null, fail_reason: null, entities: { a: 'b' } },
    { task_count: 0, job: { job_id: 'j', message: 'x' }, tasks: [] },
    { logConfiguration: { logSwitch: true } },
    { schema: {}, total: 0 },
  ];
  for (const body of answers)
    test(`an answer: ${JSON.stringify(body)}`, () => assert.equal(readFault(reply(200, body)), null));
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
