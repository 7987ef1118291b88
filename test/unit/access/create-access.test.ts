import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, test } from 'node:test';
import { createAccess, OpenToAll } from '../../../src/access/create-access.ts';
import { accept, alphaFile } from '../config/helpers.ts';

const sha256 = (key: string): string => createHash('sha256').update(key).digest('hex');

const ROLES = 'roles: { all: { sources: ["*"], raw: true }, one: { sources: [dc1] } }';
const KEYS = `apiKeys: [{ name: ci, role: one, sha256: ${sha256('key of ci')} }, { name: old, role: all, sha256: ${sha256('old key')}, expires: "2026-01-01T00:00:00Z" }]`;

const NOW = Date.parse('2026-06-01T00:00:00Z');

function accessOf(access: string | null, host = '127.0.0.1') {
  const config = accept(`${access === null ? '' : `access: { ${access} }\n`}${alphaFile()}`);
  return createAccess(config, host, () => NOW);
}

async function ask(access: string | null, headers: Record<string, string> = {}, host = '127.0.0.1') {
  const verdict = await accessOf(access, host).authenticate((name) => headers[name] ?? null);
  if (verdict.ok) return { ...verdict.caller.principal, provedBy: verdict.caller.provedBy };
  const { status, code, message } = verdict.refusal;
  return { status, code, message };
}

describe('without keys', () => {
  test('this machine may do everything', async () => {
    const { name, rights } = (await ask(null)) as Awaited<ReturnType<typeof ask>> & {
      name: string;
      rights: unknown;
    };
    assert.equal(name, 'anonymous');
    assert.deepEqual(rights, { sources: ['*'], raw: true, explain: true, introspection: true });
  });

  for (const host of [
    '0.0.0.0',
    '::',
    '10.0.0.5',
    'gateway.internal',
    '128.0.0.1',
    'localhost.evil.example',
  ]) {
    test(`the gateway does not open ${host} by itself`, () => {
      assert.throws(
        () => accessOf(null, host),
        (error: Error) => error instanceof OpenToAll && error.message.includes(host),
      );
      assert.throws(() => accessOf(ROLES, host), OpenToAll);
      assert.throws(() => accessOf('allowAnonymous: false', host), OpenToAll);
    });
  }

  for (const host of ['127.0.0.1', '127.8.8.8', '::1', 'localhost']) {
    test(`nobody else reaches ${host}`, () => assert.doesNotThrow(() => accessOf(null, host)));
  }

  test('who opens it shows jobs, and neither the schema nor what an answer took', async () => {
    const caller = await ask('allowAnonymous: true', {}, '0.0.0.0');
    assert.deepEqual('rights' in caller && caller.rights, {
      sources: ['*'],
      raw: true,
      explain: false,
      introspection: false,
    });
  });

  test('a role can be given to everybody', async () => {
    const caller = await ask(`allowAnonymous: true, anonymousRole: one, ${ROLES}`, {}, '0.0.0.0');
    assert.deepEqual('rights' in caller && caller.rights.sources, ['dc1']);
  });
});

describe('with keys', () => {
  const access = `${ROLES}, ${KEYS}`;

  for (const [header, value] of [
    ['x-api-key', 'key of ci'],
    ['authorization', 'Bearer key of ci'],
    ['authorization', 'bearer   key of ci'],
  ] as const) {
    test(`${header}: ${value} is ci`, async () => {
      const caller = await ask(access, { [header]: value });
      assert.deepEqual(caller, {
        name: 'key:ci',
        rights: { sources: ['dc1'], raw: false, explain: false, introspection: false },
        provedBy: header,
      });
    });
  }

  for (const [what, headers] of [
    ['another key', { 'x-api-key': 'key of c' }],
    ['the hash of a key', { 'x-api-key': sha256('key of ci') }],
    ['an empty key', { 'x-api-key': '' }],
    ['two keys', { 'x-api-key': 'key of ci, key of ci' }],
    ['a key in other letters', { 'x-api-key': 'KEY OF CI' }],
    ['a wrong bearer', { authorization: 'Bearer x' }],
    ['a bearer without a token', { authorization: 'Bearer' }],
    ['a token, where none is known', { authorization: 'Bearer eyJhbGciOiJub25lIn0.e30.x' }],
    ['a wrong key beside a right one', { 'x-api-key': 'x', authorization: 'Bearer key of ci' }],
  ] as const) {
    test(`${what} is nobody`, async () => {
      const { message, ...refusal } = (await ask(access, headers)) as { message: string };
      assert.deepEqual(refusal, { status: 401, code: 'UNAUTHENTICATED' });
      assert.match(message, /not known/);
      const open = (await ask(`${access}, allowAnonymous: true, anonymousRole: one`, headers)) as {
        message: string;
      };
      assert.match(open.message, /not known/, 'not even where no credential is needed');
    });
  }

  test('a key that has expired is refused, and says so', async () => {
    assert.deepEqual(await ask(access, { 'x-api-key': 'old key' }), {
      status: 401,
      code: 'UNAUTHENTICATED',
      message: 'This API key has expired.',
    });
  });

  for (const headers of [{}, { authorization: 'Basic a2V5' }, { authorization: 'OAuth key of ci' }]) {
    test(`nothing of ours in ${JSON.stringify(headers)}: the answer tells what to send`, async () => {
      const refusal = (await ask(access, headers)) as { message: string };
      assert.match(refusal.message, /send an API key in the header `x-api-key`\./);
      const caller = await ask(`${access}, allowAnonymous: true, anonymousRole: one`, headers);
      assert.equal('name' in caller && caller.name, 'anonymous');
      assert.equal('provedBy' in caller && caller.provedBy, null, 'a vendor may be meant by it');
    });
  }

  test('it may listen anywhere', () => assert.doesNotThrow(() => accessOf(access, '0.0.0.0')));
});
