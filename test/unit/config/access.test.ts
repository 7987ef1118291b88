import assert from 'node:assert/strict';
import { test } from 'node:test';
import { accept, alphaFile, refuse } from './helpers.ts';

const HASH = 'b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9';
const KEY = `{ name: ci, role: r, sha256: ${HASH} }`;
const JWT = 'issuer: i, audience: a, jwks: "https://login.example.com/keys"';
const ROLE = 'roles: { r: { sources: ["*"] } }';
const withAccess = (access: string): string => `access: { ${access} }\n${alphaFile()}`;

test('a right file, with what is left out', () => {
  assert.deepEqual(accept(withAccess(`${ROLE}, apiKeys: [${KEY}], jwt: { ${JWT} }`)).access, {
    allowAnonymous: false,
    roles: { r: { sources: ['*'], raw: false, explain: false, introspection: false } },
    apiKeys: [{ name: 'ci', role: 'r', sha256: HASH }],
    jwt: {
      issuer: 'i',
      audience: 'a',
      jwks: 'https://login.example.com/keys',
      jwksSeconds: 600,
      jwksOutageSeconds: 3_600,
      algorithms: ['RS256', 'ES256', 'EdDSA'],
      nameClaim: 'sub',
      roleClaim: 'roles',
    },
  });
});

test('keys of issuers come over https, or from this machine', () => {
  const jwt = (jwks: string): string =>
    withAccess(`${ROLE}, jwt: { issuer: i, audience: a, defaultRole: r, jwks: "${jwks}" }`);
  assert.equal(accept(jwt('http://127.0.0.1:9/keys')).access?.jwt?.jwks, 'http://127.0.0.1:9/keys');
  assert.match(refuse(jwt('http://login.example.com/keys')).join(), /`access.jwt.jwks` must be an https URL/);
  assert.match(refuse(jwt('nonsense')).join(), /`access.jwt.jwks` must be an http or https URL/);
});

for (const [what, access, fault] of [
  [
    'a role that is not there',
    `${ROLE}, apiKeys: [{ name: ci, role: rr, sha256: ${HASH} }]`,
    /`access.apiKeys\[0\].role` names no role; `roles` has r/,
  ],
  [
    'a default role that is not there',
    `jwt: { ${JWT}, defaultRole: x }`,
    /`access.jwt.defaultRole` names no role; `roles` has none/,
  ],
  [
    'an anonymous role that is not there',
    'allowAnonymous: true, anonymousRole: x',
    /`access.anonymousRole` names no role/,
  ],
  [
    'a role of the language',
    `${ROLE}, apiKeys: [{ name: ci, role: constructor, sha256: ${HASH} }]`,
    /names no role/,
  ],
  [
    'a key instead of its hash',
    `${ROLE}, apiKeys: [{ name: ci, role: r, sha256: my-key }]`,
    /must be 64 hexadecimal digits/,
  ],
  [
    'one name twice',
    `${ROLE}, apiKeys: [${KEY}, { name: ci, role: r, sha256: ${HASH.replace('b', 'c')} }]`,
    /`access.apiKeys\[1\].name` is that of apiKeys\[0\]/,
  ],
  [
    'one key twice',
    `${ROLE}, apiKeys: [${KEY}, { name: cd, role: r, sha256: ${HASH.toUpperCase()} }]`,
    /`access.apiKeys\[1\].sha256` is that of apiKeys\[0\]/,
  ],
  [
    'a day instead of a time',
    `${ROLE}, apiKeys: [{ name: ci, role: r, sha256: ${HASH}, expires: 2027-01-01 }]`,
    /must be a time with an offset/,
  ],
  [
    'a source that is not there',
    'roles: { r: { sources: [dc2] } }',
    /`access.roles.r.sources\[0\]` names no source; did you mean `dc1`\?/,
  ],
  [
    'a source that cannot be',
    'roles: { r: { sources: ["dc?"] } }',
    /must be the id of a source, in which `\*`/,
  ],
  ['no source', 'roles: { r: { sources: [] } }', /is an empty list/],
  [
    'keys, and everybody without a role',
    `${ROLE}, apiKeys: [${KEY}], allowAnonymous: true`,
    /`access.allowAnonymous` needs `anonymousRole`/,
  ],
  [
    'a role for callers who are refused',
    `${ROLE}, apiKeys: [${KEY}], anonymousRole: r`,
    /`access.anonymousRole` needs `allowAnonymous: true`/,
  ],
  [
    'an algorithm that anybody can sign with',
    `${ROLE}, jwt: { ${JWT}, algorithms: [HS256] }`,
    /must be one of RS256, ES256, EdDSA/,
  ],
  [
    'no algorithm at all',
    `${ROLE}, jwt: { ${JWT}, algorithms: [none] }`,
    /must be one of RS256, ES256, EdDSA/,
  ],
] as const) {
  test(`${what} is a fault in its place`, () => {
    const faults = refuse(withAccess(access));
    assert.equal(faults.length, 1, faults.join('\n'));
    assert.match(faults[0] ?? '', fault);
    assert.match(faults[0] ?? '', /^1:\d+ /);
  });
}

for (const [origin, isGood] of [
  ['https://app.example.com', true],
  ['http://127.0.0.1:3000', true],
  ['https://app.example.com/', false],
  ['https://APP.example.com', false],
  ['app.example.com', false],
  ['null', false],
  ['*', false],
] as const) {
  test(`${origin} ${isGood ? 'is' : 'is not'} an origin`, () => {
    const file = `server: { allowedOrigins: ["${origin}"] }\n${alphaFile()}`;
    if (isGood) assert.deepEqual(accept(file).server.allowedOrigins, [origin]);
    else assert.match(refuse(file).join(), /must be an origin/);
  });
}
