import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  canonicalQuery,
  canonicalRequest,
  isSignatureValid,
  type SignedRequest,
} from '../../../src/simulator/is-signature-valid.ts';

const KEY = { accessKey: 'AccessKey', secretKey: 'SecretKey' };
const SIGNED_AT = Date.UTC(2020, 5, 8, 2, 39, 0);
const SKEW = 15 * 60_000;
const GET_SIGNATURE = 'cfb4171acec81de07d50e53d57eb77edd537414d66ddb1d7d780f128e12cd842';
const POST_SIGNATURE = '436b1ac0a1ae03705934bb70ef2f2e09f7bfed2117d731a38235053199323a1f';

const authorization = (signature: string, access = 'AccessKey', names = 'host;x-sdk-date') =>
  `SDK-HMAC-SHA256 Access=${access}, SignedHeaders=${names}, Signature=${signature}`;

const request = (signature: string, change: Partial<SignedRequest> = {}): SignedRequest => ({
  method: 'GET',
  path: '/resources',
  query: new URLSearchParams('size=1'),
  body: '',
  headers: {
    host: 'service.endpoint.myhuaweicloud.com',
    'x-sdk-date': '20200608T023900Z',
    authorization: authorization(signature),
  },
  ...change,
});

describe('isSignatureValid', () => {
  it('accepts the published signatures', () => {
    assert.equal(isSignatureValid(request(GET_SIGNATURE), KEY, SIGNED_AT), true);
    const post = request(POST_SIGNATURE, { method: 'POST', body: '{"name":"test","id":1}' });
    assert.equal(isSignatureValid(post, KEY, SIGNED_AT), true);
  });

  it('refuses whatever differs from what was signed', () => {
    const changes: Partial<SignedRequest>[] = [
      { method: 'HEAD' },
      { path: '/resource' },
      { query: new URLSearchParams('size=2') },
      { body: 'x' },
      { headers: { ...request(GET_SIGNATURE).headers, host: 'elsewhere' } },
    ];
    for (const change of changes)
      assert.equal(isSignatureValid(request(GET_SIGNATURE, change), KEY, SIGNED_AT), false);
  });

  it('refuses another access key, an unsigned date and no signature at all', () => {
    const base = request(GET_SIGNATURE).headers;
    for (const text of [
      authorization(GET_SIGNATURE, 'Another'),
      authorization(GET_SIGNATURE, 'AccessKey', 'host'),
      'Bearer x',
    ]) {
      const forged = request(GET_SIGNATURE, { headers: { ...base, authorization: text } });
      assert.equal(isSignatureValid(forged, KEY, SIGNED_AT), false);
    }
  });

  it('allows a clock to differ by 15 minutes, both ways', () => {
    const at = (offset: number) => isSignatureValid(request(GET_SIGNATURE), KEY, SIGNED_AT + offset);
    assert.deepEqual([-SKEW - 1, -SKEW, SKEW, SKEW + 1].map(at), [false, true, true, false]);
  });
});

describe('canonicalQuery', () => {
  it('gives the published text', () => {
    const query = new URLSearchParams([
      ['limit', '1'],
      ['enable', 'true'],
      ['test', '一 (&=?!#%.*)'],
      ['path', '/var/123'],
      ['multi', '3'],
      ['multi', '1'],
      ['multi', '2'],
    ]);
    assert.equal(
      canonicalQuery(query),
      'enable=true&limit=1&multi=1&multi=2&multi=3&path=%2Fvar%2F123' +
        '&test=%E4%B8%80%20%28%26%3D%3F%21%23%25.%2A%29',
    );
  });
});

describe('canonicalRequest', () => {
  it('ends the path with a slash and keeps an encoded path encoded once', () => {
    const lines = canonicalRequest(request('', { path: '/a%20b/%7Ec' }), ['host']).split('\n');
    assert.equal(lines[1], '/a%20b/~c/');
  });
});
