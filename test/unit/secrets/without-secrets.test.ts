import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseJson } from '../../../src/model/exact-json.ts';
import { withoutSecrets } from '../../../src/secrets/without-secrets.ts';

test('secrets are hidden by the name of their key, however deep and however spelt', () => {
  const keys = [
    'password',
    'adminPassword',
    'db_passwd',
    'SECRET',
    'secret-key',
    'X-Auth-Token',
    'Authorization',
    'credentials',
    'private_key',
    'accessKeyId',
    'API_KEY',
    'session-id',
  ];
  for (const key of keys) {
    assert.deepEqual(withoutSecrets({ a: [{ [key]: 'hush' }] }), { a: [{ [key]: '***' }] }, key);
    assert.deepEqual(withoutSecrets({ [key]: { inner: 'hush' } }), { [key]: '***' }, key);
  }
});

test('what is no secret stays as it is', () => {
  const value = { id: 1, name: 'nightly', ok: true, none: null, list: [1, 'a', null], text: 'a password' };
  assert.deepEqual(withoutSecrets(value), value);
  assert.deepEqual(withoutSecrets({ password: '', token: null }), { password: '', token: null });
  assert.deepEqual(withoutSecrets({ gone: undefined, made: () => 1 }), { gone: null, made: null });
});

test('a text that is JSON is searched too, texts within texts as well', () => {
  const inner = JSON.stringify({ keep: 1, password: 'hush' });
  const outer = JSON.stringify({ request: inner });
  assert.equal(withoutSecrets(inner), '{"keep":1,"password":"***"}');
  assert.equal(withoutSecrets(outer), JSON.stringify({ request: '{"keep":1,"password":"***"}' }));
  assert.deepEqual(withoutSecrets({ dump: `  [${inner}]` }), { dump: `[{"keep":1,"password":"***"}]` });
});

test('a JSON text without a secret stays to the letter', () => {
  for (const text of ['{ "a" : 1 }', '[ 1,2 ]', '{"a":1.0}', '{}', ''])
    assert.equal(withoutSecrets(text), text);
});

test('integers beyond 2^53 keep their digits', () => {
  const text = '{"id":653247040368672769,"password":"hush"}';
  assert.equal(withoutSecrets(text), '{"id":653247040368672769,"password":"***"}');
  assert.equal(JSON.stringify(withoutSecrets(parseJson(text))), '{"id":653247040368672769,"password":"***"}');
});

test('a dump that was cut off is hidden whole where it may hide a secret', () => {
  assert.equal(withoutSecrets('{"a":1,"password":"hus'), '***');
  assert.equal(withoutSecrets('{"a":1,"Access_Key":"hus'), '***');
  assert.equal(withoutSecrets('{"a":1,"note":"cut o'), '{"a":1,"note":"cut o');
});

/** `{"a":{"a":…value}}`. */
function nested(depth: number, value: unknown): unknown {
  return depth === 0 ? value : { a: nested(depth - 1, value) };
}

test('deeper than 40 levels nothing is kept, in objects and in texts', () => {
  assert.deepEqual(withoutSecrets(nested(40, 'kept')), nested(40, 'kept'));
  assert.deepEqual(withoutSecrets(nested(41, 'gone')), nested(41, '***'));
  assert.equal(withoutSecrets(JSON.stringify(nested(41, 'gone'))), JSON.stringify(nested(40, '***')));
});

test('what JSON cannot say is a text, or nothing', () => {
  assert.deepEqual(withoutSecrets({ big: 12345678901234567890n, none: Symbol('x') }), {
    big: '12345678901234567890',
    none: null,
  });
});
