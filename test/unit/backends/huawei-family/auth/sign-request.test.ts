import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createAkSk } from '../../../../../src/backends/huawei-family/auth/ak-sk.ts';
import { fixedKeys } from '../../../../../src/backends/huawei-family/auth/keys.ts';
import { signRequest } from '../../../../../src/backends/huawei-family/auth/sign-request.ts';
import { requestUrls } from '../../../../../src/upstream/http/http-client.ts';
import { sourceScope } from '../../../../support/source-scope.ts';
import { noSignIn } from '../../../upstream/support.ts';

const keys = { accessKey: 'AccessKey', secretKey: 'SecretKey' };
const now = Date.UTC(2020, 5, 8, 2, 39, 0);
const url = new URL('https://service.endpoint.myhuaweicloud.com/resources?size=1');
const signatureOf = (headers: Record<string, string>) =>
  /Signature=(\w+)$/.exec(headers['authorization'] ?? '')?.[1];

test('signs as the published vectors do (docs/vendors/huawei-common.md#test-vectors, V1 and V2)', () => {
  const get = signRequest({ method: 'GET', url, body: '' }, keys, now);
  assert.equal(get['x-sdk-date'], '20200608T023900Z');
  assert.equal(
    get['authorization'],
    'SDK-HMAC-SHA256 Access=AccessKey, SignedHeaders=host;x-sdk-date, Signature=cfb4171acec81de07d50e53d57eb77edd537414d66ddb1d7d780f128e12cd842',
  );
  const post = signRequest({ method: 'POST', url, body: '{"name":"test","id":1}' }, keys, now);
  assert.equal(signatureOf(post), '436b1ac0a1ae03705934bb70ef2f2e09f7bfed2117d731a38235053199323a1f');
});

test('sends the query in the encoding that it signs', () => {
  const query = [
    ['test', '一 (&=?!#%.*)'],
    ['path', '/var/123'],
    ['multi', '2'],
    ['multi', '1'],
  ] as const;
  const sent = requestUrls('https://host.example')({ path: '/a', query });
  assert.equal(
    sent.search,
    '?test=%E4%B8%80%20%28%26%3D%3F%21%23%25.%2A%29&path=%2Fvar%2F123&multi=2&multi=1',
  );
});

test('the order of the query does not change the signature, its values do', () => {
  const sign = (search: string) =>
    signatureOf(
      signRequest({ method: 'GET', url: new URL(`https://h.example/a?${search}`), body: '' }, keys, now),
    );
  assert.equal(sign('b=2&a=1&a=0'), sign('a=0&a=1&b=2'));
  assert.equal(sign('a='), sign('a'));
  assert.notEqual(sign('a=0&a=1'), sign('a=0&a=2'));
});

test('project and security token are sent and signed', async () => {
  const auth = createAkSk(fixedKeys({ ...keys, securityToken: 'temporary' }), async () => 'p1');
  const io = { ...noSignIn, now: () => now };
  const headers = await auth.authorize({ method: 'GET', url, body: '' }, sourceScope(), io);
  assert.equal(headers['x-project-id'], 'p1');
  assert.equal(headers['x-security-token'], 'temporary');
  assert.match(
    headers['authorization'] ?? '',
    /SignedHeaders=host;x-project-id;x-sdk-date;x-security-token,/,
  );
  assert.equal(auth.reject(headers), false);
});
