import assert from 'node:assert/strict';
import { test } from 'node:test';
import { publicText } from '../../../src/secrets/public-text.ts';
import { redact } from '../../../src/secrets/redact.ts';
import { isSecretName } from '../../../src/secrets/secret-words.ts';
import { withoutSecrets } from '../../../src/secrets/without-secrets.ts';

const SECRET = [
  'password',
  'adminPassword',
  'db_passwd',
  'pwd',
  'userPwd',
  'pass',
  'dbPass',
  'DB_PASS',
  'passphrase',
  'SECRET',
  'secret-key',
  'client_secret',
  'X-Auth-Token',
  'Authorization',
  'Proxy-Authorization',
  'credentials',
  'private_key',
  'privateKey',
  'accessKeyId',
  'access-key',
  'API_KEY',
  'apiKey',
  'session-id',
  'sessionId',
  'signature',
  'X-Amz-Signature',
  'Cookie',
  'Set-Cookie',
  'ak',
  'AK',
  'user_ak',
  'userAk',
  'akId',
  'AKId',
  'sk',
  'SK',
  'sk1',
  'cloud.sk',
];

const PLAIN = [
  'task',
  'taskId',
  'TASK',
  'risk',
  'passed',
  'PASSED',
  'compass',
  'bypass',
  'sky',
  'SKU',
  'mask',
  'ask',
  'disk',
  'diskAkin',
  'breakpoint',
  'key',
  'session',
  'access',
  'author',
  'cwd',
  'name',
];

/** What raw rows, messages and logs make of a value under a name. */
const READINGS: Readonly<Record<string, (name: string) => string>> = {
  'a row': (name) => JSON.stringify(withoutSecrets({ [name]: 'hush' })),
  'a dump in a row': (name) => String(withoutSecrets(JSON.stringify({ [name]: 'hush' }))),
  'a dump that was cut off': (name) => String(withoutSecrets(`{"${name}":"hush","b":"c`)),
  'a text in a row': (name) => String(withoutSecrets(`started with ${name}=hush`)),
  'a message': (name) => publicText(`rejected ${name}: hush`),
  'JSON in a message': (name) => publicText(JSON.stringify({ [name]: 'hush', b: 1 })),
  'JSON in JSON in a message': (name) => publicText(JSON.stringify(JSON.stringify({ [name]: 'hush' }))),
  'a log': (name) => redact(`rejected ${name}=hush`),
  'JSON in a log': (name) => redact(JSON.stringify({ [name]: 'hush', b: 1 })),
};

for (const [what, read] of Object.entries(READINGS)) {
  test(`${what} is rid of what any secret name holds, and of nothing else`, () => {
    assert.deepEqual(
      SECRET.filter((name) => read(name).includes('hush')),
      [],
    );
    assert.deepEqual(
      PLAIN.filter((name) => !read(name).includes('hush')),
      [],
    );
  });
}

test('names of secrets are told from other names', () => {
  assert.deepEqual(
    SECRET.filter((name) => !isSecretName(name)),
    [],
  );
  assert.deepEqual(PLAIN.filter(isSecretName), []);
});

/** A credential without a name, or with blanks and signs of its own. */
const FORMS: readonly string[] = [
  'amqp://user:hush@broker:5672/vhost',
  'postgres://hush@db/jobs',
  'jdbc:mysql://db/jobs?user=u&password=hush&x=1',
  'Authorization: SDK-HMAC-SHA256 Access=hush, SignedHeaders=host, Signature=hush',
  'authorization: Basic aHVzaDpodXNo hush',
  'Cookie: a=hush; b=hush',
  'used Bearer hush-0123456789',
  'password="hush \\"hush\\" hush"',
  'the access key: hush was refused',
];

test('credentials in texts are hidden by their form, in rows, messages and logs', () => {
  for (const text of FORMS) {
    for (const clean of [String(withoutSecrets(text)), publicText(text), redact(text)])
      assert.doesNotMatch(clean, /hush|aHVzaDpodXNo/, text);
  }
});

test('sentences about credentials stay', () => {
  for (const text of [
    'The token has expired',
    'basic authentication failed',
    'a password of 8 characters',
    'Passed: 3, failed: 1, task: 7',
  ])
    assert.deepEqual([withoutSecrets(text), publicText(text), redact(text)], [text, text, text]);
});
