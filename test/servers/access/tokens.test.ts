import assert from 'node:assert/strict';
import { createHmac, createPublicKey } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { after, before, beforeEach, describe, test } from 'node:test';
import { createAccess } from '../../../src/access/create-access.ts';
import { accept, alphaFile } from '../../unit/config/helpers.ts';
import { type Issuer, type Key, startIssuer } from './start-issuer.ts';

const ISSUER = 'https://login.example.com/';
const AUDIENCE = 'jobweave';

let issuer: Issuer;
let rsa: Key;
/** Milliseconds since 1970, by which the gateway goes. */
let now: number;
let ask: (
  token: string,
) => Promise<{ status: number; name?: string; sources?: readonly string[]; message?: string }>;

const seconds = (): number => Math.floor(now / 1_000);
const claims = (special: Record<string, unknown> = {}) => ({
  iss: ISSUER,
  aud: AUDIENCE,
  sub: 'ada',
  exp: seconds() + 60,
  roles: ['one'],
  ...special,
});

function openAccess(special = ''): void {
  const config = accept(
    `access: { roles: { one: { sources: [dc1] }, many: { sources: ["d*"], raw: true } }, jwt: { issuer: "${ISSUER}", audience: ${AUDIENCE}, jwks: "${issuer.url}"${special} } }\n${alphaFile()}`,
  );
  const { authenticate } = createAccess(config, '0.0.0.0', () => now);
  ask = async (token) => {
    const verdict = await authenticate((name) => (name === 'authorization' ? `Bearer ${token}` : null));
    if (!verdict.ok) return { status: verdict.refusal.status, message: verdict.refusal.message };
    const { name, rights } = verdict.caller.principal;
    return { status: 200, name, sources: rights.sources };
  };
}

before(async () => {
  issuer = await startIssuer();
});
after(async () => issuer[Symbol.asyncDispose]());
beforeEach(async () => {
  now = Date.now();
  issuer.dropKeys();
  issuer.answer(null);
  rsa = await issuer.addKey('RS256');
  openAccess();
});

describe('a good token', () => {
  for (const alg of ['RS256', 'ES256', 'EdDSA'] as const)
    test(`signed by ${alg}`, async () => {
      const key = await issuer.addKey(alg);
      assert.deepEqual(await ask(await key.sign(claims())), {
        status: 200,
        name: 'jwt:ada',
        sources: ['dc1'],
      });
    });

  test('for several audiences, with roles as a text, and roles of others', async () => {
    const token = await rsa.sign(claims({ aud: ['x', AUDIENCE], roles: 'admin many one' }));
    assert.deepEqual(await ask(token), { status: 200, name: 'jwt:ada', sources: ['d*', 'dc1'] });
  });

  test('with its name and roles in other claims', async () => {
    openAccess(', nameClaim: email, roleClaim: [realm, "https://x/roles"]');
    const token = await rsa.sign(
      claims({ email: 'ada@example.com', realm: { 'https://x/roles': ['many'] } }),
    );
    assert.deepEqual(await ask(token), { status: 200, name: 'jwt:ada@example.com', sources: ['d*'] });
  });

  test('without a role is known, and may see nothing', async () => {
    assert.equal(
      (await ask(await rsa.sign(claims({ roles: ['admin', 'constructor', '__proto__'] })))).status,
      403,
    );
    assert.equal((await ask(await rsa.sign(claims({ roles: { one: true } })))).status, 403);
    openAccess(', defaultRole: one');
    assert.deepEqual((await ask(await rsa.sign(claims({ roles: null })))).sources, ['dc1']);
  });
});

/** Header and claims as they are, without a good signature. */
const unsigned = (header: object, payload: object = claims()): string =>
  [header, payload].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');

const hmac = (text: string, key: string | Buffer): string =>
  `${text}.${createHmac('sha256', key).update(text).digest('base64url')}`;

const pem = (key: Key): string =>
  createPublicKey({ key: { ...key.jwk } as never, format: 'jwk' })
    .export({ type: 'spki', format: 'pem' })
    .toString();

/** Each is a token that must be refused; what it needs is there when it is called. */
const FORGERIES: Readonly<Record<string, () => string | Promise<string>>> = {
  'nothing signed it': () => `${unsigned({ alg: 'none' })}.`,
  'nothing signed it, with a signature': () => `${unsigned({ alg: 'none', kid: rsa.kid })}.AA`,
  'nothing signed it, in other letters': () => `${unsigned({ alg: 'nOnE', kid: rsa.kid })}.AA`,
  'no algorithm': () => `${unsigned({ kid: rsa.kid })}.AA`,
  'the public key as a secret (HS256)': () => hmac(unsigned({ alg: 'HS256', kid: rsa.kid }), pem(rsa)),
  'the key’s JSON as a secret': () => hmac(unsigned({ alg: 'HS256', kid: rsa.kid }), JSON.stringify(rsa.jwk)),
  'an empty secret': () => hmac(unsigned({ alg: 'HS256', kid: rsa.kid }), ''),
  'RS256 in the header, HMAC for a signature': () => hmac(unsigned({ alg: 'RS256', kid: rsa.kid }), pem(rsa)),
  'a key of its own, under the name of a listed one': async () =>
    (await issuer.addKey('RS256', { kid: rsa.kid, isListed: false })).sign(claims()),
  'a key of its own, in its header': async () => {
    const own = await issuer.addKey('RS256', { isListed: false });
    return own.sign(claims(), { jwk: own.jwk });
  },
  'a key at an address of its own': async () => {
    const own = await issuer.addKey('RS256', { isListed: false });
    return own.sign(claims(), {
      jku: issuer.url.replace('/keys', '/evil'),
      x5u: issuer.url.replace('/keys', '/evil5'),
    });
  },
  'a key of another kind under its name': async () =>
    (await issuer.addKey('ES256', { kid: rsa.kid, isListed: false })).sign(claims()),
  'a path for a key’s name': async () =>
    (await issuer.addKey('RS256', { kid: '../../../../dev/null', isListed: false })).sign(claims()),
  'SQL for a key’s name': async () =>
    (await issuer.addKey('RS256', { kid: "' OR '1'='1", isListed: false })).sign(claims()),
  'a number for a key’s name': () => `${unsigned({ alg: 'RS256', kid: 0 })}.AA`,
  'a listed key of an algorithm that is not allowed': async () =>
    (await issuer.addKey('RS512')).sign(claims()),
  'a listed key, used with another algorithm': async () => (await issuer.addKey('PS256')).sign(claims()),
  'two keys, and it does not say which': async () => {
    await issuer.addKey('RS256');
    return rsa.sign(claims(), { kid: undefined });
  },
  'something critical that nobody knows': () =>
    rsa
      .sign(claims(), { crit: ['x'], x: 1 })
      .catch(() => `${unsigned({ alg: 'RS256', kid: rsa.kid, crit: ['x'], x: 1 })}.AA`),
  'other claims than were signed': async () => {
    const [header, , signature] = (await rsa.sign(claims())).split('.');
    const payload = Buffer.from(JSON.stringify(claims({ roles: ['many'] }))).toString('base64url');
    return [header, payload, signature].join('.');
  },
  'a signature that was cut': async () => (await rsa.sign(claims())).slice(0, -4),
  'a signature with more behind it': async () => `${await rsa.sign(claims())}AAAA`,
  'four parts': async () => `${await rsa.sign(claims())}.AAAA`,
  'five parts, as of an encrypted one': () => 'a.b.c.d.e',
  'a blank in it': async () => (await rsa.sign(claims())).replace('.', ' .'),
  'no end': () => rsa.sign(claims({ exp: undefined })),
  'an end that is text': () => rsa.sign(claims({ exp: '9999999999' as never })),
  'its end was a minute ago': () => rsa.sign(claims({ exp: seconds() - 60 })),
  'its end was some seconds ago': () => rsa.sign(claims({ exp: seconds() - 6 })),
  'it is not good yet': () => rsa.sign(claims({ nbf: seconds() + 60 })),
  'another issuer': () => rsa.sign(claims({ iss: 'https://evil.example/' })),
  'an issuer that only begins like ours': () => rsa.sign(claims({ iss: `${ISSUER}evil` })),
  'no issuer': () => rsa.sign(claims({ iss: undefined })),
  'a list of issuers': () => rsa.sign(claims({ iss: [ISSUER] })),
  'another audience': () => rsa.sign(claims({ aud: 'billing' })),
  'an audience that only contains ours': () => rsa.sign(claims({ aud: `${AUDIENCE}-admin` })),
  'no audience': () => rsa.sign(claims({ aud: undefined })),
  'nobody’s name': () => rsa.sign(claims({ sub: undefined })),
  'an empty name': () => rsa.sign(claims({ sub: '' })),
  'a name that is too long': () => rsa.sign(claims({ sub: 'x'.repeat(201) })),
  'a name that is no text': () => rsa.sign(claims({ sub: { toString: 'ada' } as never })),
  'more than 8 kB': () => rsa.sign(claims({ padding: 'x'.repeat(8_192) })),
};

describe('a token is refused where there is', () => {
  for (const [what, forge] of Object.entries(FORGERIES))
    test(what, async () => {
      const { status, message } = await ask(await forge());
      assert.equal(status, 401, `${message}`);
    });

  test('and nobody is asked but the configured address', () => assert.deepEqual(issuer.strays, []));
});

describe('what is said of it', () => {
  for (const [special, words] of [
    [{ exp: 1 }, 'The token has expired.'],
    [{ aud: 'x' }, 'The token is for another audience.'],
    [{ iss: 'x' }, 'The token is of another issuer.'],
    [{ nbf: 9_999_999_999 }, 'The token is not good yet.'],
    [{ exp: undefined }, 'The token has no end.'],
  ] as const)
    test(words, async () => assert.equal((await ask(await rsa.sign(claims(special)))).message, words));

  test('is of the gateway’s own words, whatever stands in it', async () => {
    const evil = 'x"\r\nset-cookie: a=b';
    const { message } = await ask(await rsa.sign(claims({ iss: evil, aud: evil }), { typ: evil }));
    assert(!message?.includes('cookie'));
  });
});

describe('the keys of the issuer', () => {
  const good = async (key: Key = rsa) => ask(await key.sign(claims({ exp: seconds() + 60 })));

  test('are read once, and again for a key that is new', async () => {
    const reads = issuer.reads();
    for (let i = 0; i < 5; i += 1) assert.equal((await good()).status, 200);
    assert.equal(issuer.reads(), reads + 1);
  });

  test('change: a new one is good when the old ones are ten seconds old, and one that is gone is not', async (t) => {
    t.mock.timers.enable({ apis: ['Date'], now });
    assert.equal((await good()).status, 200);
    issuer.dropKeys();
    const next = await issuer.addKey('ES256');
    const reads = issuer.reads();
    for (let i = 0; i < 50; i += 1)
      assert.equal((await good(next)).status, 401, 'they were read a moment ago');
    assert.equal(issuer.reads(), reads, 'a flood of unknown keys reads nothing');
    t.mock.timers.tick(11_000);
    now = Date.now();
    assert.equal((await good(next)).status, 200);
    assert.equal((await good()).status, 401);
  });

  test('that the issuer has withdrawn are believed for ten minutes, also after hours in which nobody asked', async (t) => {
    t.mock.timers.enable({ apis: ['Date'], now });
    assert.equal((await good()).status, 200);
    issuer.dropKeys();
    const next = await issuer.addKey('ES256');
    const passes = (ms: number): void => {
      t.mock.timers.tick(ms);
      now = Date.now();
    };
    passes(599_000);
    assert.equal((await good()).status, 200);
    passes(1_000);
    assert.equal((await good()).status, 401);
    assert.equal((await good(next)).status, 200);
  });

  test('are believed for as long as is configured', async (t) => {
    t.mock.timers.enable({ apis: ['Date'], now });
    openAccess(', jwksSeconds: 30, jwksOutageSeconds: 60');
    assert.equal((await good()).status, 200);
    const kept = await issuer.addKey('ES256');
    issuer.dropKeys();
    t.mock.timers.tick(30_000);
    now = Date.now();
    issuer.answer((response) => response.writeHead(503).end());
    assert.equal((await good()).status, 200, 'the issuer does not answer');
    t.mock.timers.tick(30_000);
    now = Date.now();
    assert.equal((await good()).status, 503);
    assert.equal((await good(kept)).status, 503);
  });

  test('that the issuer is slow to give again hold no token up for long', { timeout: 10_000 }, async (t) => {
    t.mock.timers.enable({ apis: ['Date'], now });
    assert.equal((await good()).status, 200);
    const held: ServerResponse[] = [];
    issuer.answer((response) => held.push(response));
    t.mock.timers.tick(601_000);
    now = Date.now();
    const startedAt = performance.now();
    const answers = await Promise.all([good(), good(), good()]);
    assert.deepEqual(
      answers.map(({ status }) => status),
      [200, 200, 200],
    );
    assert(performance.now() - startedAt < 4_000, 'it waited for the issuer');
    assert.equal(held.length, 1, 'once for all');
    held[0]?.destroy();
  });

  test('that cannot be read again are good for an hour', async (t) => {
    t.mock.timers.enable({ apis: ['Date'], now });
    assert.equal((await good()).status, 200);
    issuer.answer((response) => response.writeHead(503).end());
    t.mock.timers.tick(1_800_000);
    now = Date.now();
    const reads = issuer.reads();
    assert.equal((await good()).status, 200);
    assert.equal(issuer.reads(), reads + 1, 'they were asked for');
    t.mock.timers.tick(1_800_001);
    now = Date.now();
    assert.equal((await good()).status, 503);
  });

  for (const [what, answer] of Object.entries<(response: ServerResponse) => void>({
    'an error': (response) => response.writeHead(500).end('{"keys":[]}'),
    'a way to elsewhere': (response) =>
      response.writeHead(302, { location: issuer.url.replace('/keys', '/elsewhere') }).end(),
    'a page': (response) => response.end('<html>'),
    'an empty answer': (response) => response.end(),
    'something else': (response) => response.end('{"keys":{}}'),
    'no end of it': (response) => response.end(`{"keys":[],"x":"${'x'.repeat(300_000)}"}`),
    'a connection that breaks': (response) => response.destroy(),
  })) {
    test(`are not there, but ${what}: nobody can be known, and the issuer is left alone for a while`, async () => {
      issuer.answer(answer);
      openAccess();
      const reads = issuer.reads();
      for (let i = 0; i < 20; i += 1) {
        const { status, message } = await good();
        assert.equal(status, 503);
        assert.match(message ?? '', /cannot be checked now/);
      }
      assert.equal(issuer.reads(), reads + 1);
      issuer.answer(null);
      now += 5_001;
      assert.equal((await good()).status, 200);
      assert.deepEqual(issuer.strays, []);
    });
  }

  test('hold a private one, or a secret: they are not used', async () => {
    const secret = { kty: 'oct', k: Buffer.from('secret').toString('base64url'), kid: 'oct', alg: 'HS256' };
    issuer.answer((response) => response.end(JSON.stringify({ keys: [secret, rsa.jwk] })));
    openAccess();
    assert.equal((await ask(hmac(unsigned({ alg: 'HS256', kid: 'oct' }), 'secret'))).status, 401);
    assert.equal((await good()).status, 200);
  });
});
