import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { type ConfigResult, parseConfig } from '../../../src/config/load-config.ts';
import { settingsSchemas } from '../../../src/create-gateway.ts';

const parse = (text: string, env: Readonly<Record<string, string>> = {}, file = 'jobweave.yaml') =>
  parseConfig(text, file, env, settingsSchemas);

const config = (result: ConfigResult) =>
  result.ok ? result.config : assert.fail(result.faults.map(({ message }) => message).join('\n'));

const faults = (result: ConfigResult): string[] =>
  result.ok ? [] : result.faults.map(({ line, message }) => `${line}: ${message}`);

const ZSTACK = 'backend: zstack, endpoint: "http://n:8080", timeZone: UTC';
const ACCOUNT = 'auth: { type: account, account: a, password: p }';

describe('a matrix', () => {
  const file = (matrix: string) =>
    `sources:\n  - id: hw\n    auth: { type: token, token: t }\n    matrix: ${matrix}\n  - { id: dc1, ${ZSTACK}, ${ACCOUNT} }\n`;

  test('is one source for each combination, named by what it was chosen from', () => {
    const { sources } = config(
      parse(
        file(
          '{ backend: [huawei-css, huawei-vbs], region: [cn-north-4, eu-de], projectId: { prod: p1, test: p2 } }',
        ),
      ),
    );
    assert.deepEqual(
      sources.map(({ id, backend, settings }) => [id, backend, settings['region'], settings['projectId']]),
      [
        ['hw-huawei-css-cn-north-4-prod', 'huawei-css', 'cn-north-4', 'p1'],
        ['hw-huawei-css-cn-north-4-test', 'huawei-css', 'cn-north-4', 'p2'],
        ['hw-huawei-css-eu-de-prod', 'huawei-css', 'eu-de', 'p1'],
        ['hw-huawei-css-eu-de-test', 'huawei-css', 'eu-de', 'p2'],
        ['hw-huawei-vbs-cn-north-4-prod', 'huawei-vbs', 'cn-north-4', 'p1'],
        ['hw-huawei-vbs-cn-north-4-test', 'huawei-vbs', 'cn-north-4', 'p2'],
        ['hw-huawei-vbs-eu-de-prod', 'huawei-vbs', 'eu-de', 'p1'],
        ['hw-huawei-vbs-eu-de-test', 'huawei-vbs', 'eu-de', 'p2'],
        ['dc1', 'zstack', undefined, undefined],
      ],
    );
  });

  for (const [matrix, message] of [
    ['[a]', '4: `matrix` must be a map of keys, each with a list of values'],
    [
      '{ backend: huawei-css }',
      '4: `matrix.backend` must be a list of values, or a map of short names and values',
    ],
    ['{ backend: [huawei-cs] }', '4: `backend` must be one of'],
    ['{ backend: [huawei-css, huawei-css] }', '2: duplicate id `hw-huawei-css`'],
    ['{ backend: { a_b: huawei-css } }', '2: `id` must be lower-case letters'],
  ] as const)
    test(`${matrix} is a fault`, () => {
      const told = faults(parse(file(matrix)));
      assert.ok(
        told.some((fault) => fault.startsWith(message)),
        told.join('\n'),
      );
    });

  test('makes 500 sources at most', () => {
    const values = JSON.stringify(Array.from({ length: 200 }, (_, i) => `r${i}`));
    const told = faults(parse(file(`{ backend: [huawei-css], region: ${values}, projectId: ${values} }`)));
    assert.match(told.join('\n'), /more than 500; check each `matrix`/);
  });
});

describe('what is for all sources', () => {
  const SOURCES = `sources:\n  - { id: a, ${ZSTACK}, ${ACCOUNT} }\n  - { id: b, ${ZSTACK}, ${ACCOUNT}, proxy: none, tls: { insecure: false } }\n`;
  const of = (result: ConfigResult) =>
    config(result).sources.map(({ settings }) => [settings['proxy'], settings['tls']]);

  test('stands once, and each source may have its own', () => {
    const text = `proxy: http://proxy:3128\ntls: { insecure: true }\n${SOURCES}`;
    assert.deepEqual(of(parse(text)), [
      ['http://proxy:3128', { insecure: true }],
      ['none', { insecure: false }],
    ]);
  });

  test('a proxy comes from the environment too, in either case of its names', () => {
    const env = {
      HTTPS_PROXY: 'http://p:1',
      http_proxy: 'http://p:2',
      NO_PROXY: '.example.com',
      no_proxy: '',
    };
    const proxy = { https: 'http://p:1', http: 'http://p:2', except: '.example.com' };
    assert.deepEqual(of(parse(SOURCES, env))[0]?.[0], proxy);
    assert.deepEqual(of(parse(SOURCES, env))[1]?.[0], 'none');
    assert.deepEqual(of(parse(`proxy: none\n${SOURCES}`, env))[0]?.[0], 'none');
    assert.deepEqual(of(parse(SOURCES, { NO_PROXY: 'x' }))[0]?.[0], undefined);
  });

  test('what cannot be a proxy, or a certificate, is one fault', () => {
    for (const [line, message] of [
      ['proxy: ftp://x', '1: `proxy` must be'],
      ['proxy: { https: x }', '1: `proxy.https` must be the address of a proxy'],
      ['tls: { ca: /nowhere/ca.pem }', '1: `tls.ca` names no file that can be read'],
      ['tls: { ca: "-----BEGIN CERTIFICATE-----" }', '1: `tls.ca` holds no certificate in PEM form'],
      ['tls: { cert: /nowhere/x }', '1: `tls.cert` names no file'],
      ['prxy: http://x:1', '1: unknown key `prxy`; did you mean `proxy`?'],
    ] as const) {
      const told = faults(parse(`${line}\nsources:\n  - { id: a, ${ZSTACK}, ${ACCOUNT} }\n`));
      assert.equal(told.length, 1, told.join('\n'));
      assert.ok(told[0]?.startsWith(message), told.join());
    }
  });
});

describe('merge keys and notes', () => {
  test('a map takes what another has, its own keys first, the first of several', () => {
    const text = `x-all: &all { ${ZSTACK}, retries: 1 }\nx-auth: &auth { ${ACCOUNT}, retries: 2 }\nsources:\n  - { id: a, <<: [*all, *auth], x-note: mine }\n  - { <<: *all, id: b, retries: 5, <<: *auth }\n`;
    const { sources } = config(parse(text));
    assert.deepEqual(
      sources.map(({ id, settings }) => [id, settings['retries'], settings['timeZone']]),
      [
        ['a', 1, 'UTC'],
        ['b', 5, 'UTC'],
      ],
    );
  });

  test('what is no map cannot be merged', () => {
    assert.deepEqual(faults(parse(`sources:\n  - { id: a, <<: 7, ${ZSTACK}, ${ACCOUNT} }\n`)), [
      '2: `<<` takes a map, or a list of maps, such as `<<: *name`',
    ]);
  });
});

describe('files that hold a value', () => {
  const folder = mkdtempSync(join(tmpdir(), 'secrets-'));
  after(() => rmSync(folder, { recursive: true }));
  const path = join(folder, 'password');
  const secret = `s3cret: "with" \${SIGNS}`;
  const file = (reference: string) =>
    `sources:\n  - { id: a, ${ZSTACK}, auth: { type: account, account: a, password: "${reference}" } }\n`;

  test('are read without the line break at their end, and watched', () => {
    writeFileSync(path, `${secret}\n`);
    for (const reference of [path, './password']) {
      const result = config(parse(file(`\${file:${reference}}`), {}, join(folder, 'jobweave.yaml')));
      assert.deepEqual(result.sources[0]?.settings['auth'], {
        type: 'account',
        account: 'a',
        password: secret,
      });
      assert.deepEqual(result.files, [path]);
    }
    assert.equal(config(parse(file('x'))).files, undefined);
  });

  test('that cannot be read are faults, which name the file and nothing in it', () => {
    assert.deepEqual(faults(parse(file(`\${file:/nowhere/password}`))), [
      '2: file /nowhere/password: there is no such file; check the path and who may read it',
    ]);
    assert.match(faults(parse(file(`\${file:${folder}}`))).join(), /it cannot be read \(EISDIR\)/);
    assert.match(faults(parse(file(`\${file:}`))).join(), /malformed/);
  });
});
