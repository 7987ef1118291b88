import assert from 'node:assert/strict';
import { existsSync, globSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { buildSchema, type GraphQLSchema, parse, validate } from 'graphql';
import { z } from 'zod';
import packageJson from '../../package.json' with { type: 'json' };
import { commonSettings } from '../../src/backends/backend.ts';
import { helpText } from '../../src/cli/help-text.ts';
import { printBackends } from '../../src/cli/print-backends.ts';
import { parseConfig } from '../../src/config/load-config.ts';
import { renderFaults } from '../../src/config/render-faults.ts';
import { settingsSchemas } from '../../src/create-gateway.ts';
import { CODES } from '../../src/model/error-codes.ts';
import { ERROR_CODES } from '../../src/server/error-codes.ts';
import { readSdl } from '../../src/server/read-sdl.ts';

const ROOT = join(import.meta.dirname, '../..');
const README = 'README.md';
const CONFIGURATION = 'docs/configuration.md';
const ERRORS = 'docs/errors.md';

/** Pages for people who use the gateway or work on it. Those of the vendors' APIs show what vendors write. */
const PAGES = globSync(['*.md', 'docs/*.md', 'docs/decisions/*.md'], { cwd: ROOT }).sort();

const textOf = (file: string): string => readFileSync(join(ROOT, file), 'utf8');

/** Fenced blocks of a language, without those that are headed by the name of a file. */
const blocksOf = (file: string, language: string): string[] =>
  [...textOf(file).matchAll(/^```(\w+)\n(.*?)^```$/gms)]
    .filter(([, tag]) => tag === language)
    .map(([, , block = '']) => block);

/** Every variable that a text asks for, set to something that any key takes. */
const environmentOf = (text: string): Record<string, string> =>
  Object.fromEntries([...text.matchAll(/\$\{([A-Z_]+)\}/g)].map(([, name = '']) => [name, 'x'.repeat(20)]));

/** The bodies that a shell block sends. */
const bodiesOf = (shell: string): string[] =>
  [...shell.matchAll(/ -d '(.*?)'/gs)].map(([, body = '']) => body);

/** What the server adds to the schema. */
const DEFER = 'directive @defer(label: String, if: Boolean! = true) on FRAGMENT_SPREAD | INLINE_FRAGMENT';

const schema: GraphQLSchema = buildSchema(`${readSdl()}\n${DEFER}`);

for (const file of PAGES) {
  for (const [i, yaml] of blocksOf(file, 'yaml').entries()) {
    test(`${file}: configuration ${i + 1} is valid`, () => {
      const result = parseConfig(yaml, file, environmentOf(yaml), settingsSchemas);
      assert(result.ok, result.ok ? '' : renderFaults(result.faults));
    });
  }
  for (const [i, query] of blocksOf(file, 'graphql').entries()) {
    test(`${file}: query ${i + 1} is valid`, () => assert.deepEqual(validate(schema, parse(query)), []));
  }
  for (const [i, json] of blocksOf(file, 'json').entries()) {
    test(`${file}: answer ${i + 1} is JSON`, () => assert.notEqual(JSON.parse(json).data, undefined));
  }
  for (const [i, body] of blocksOf(file, 'sh').flatMap(bodiesOf).entries()) {
    test(`${file}: request ${i + 1} is valid`, () => {
      assert.deepEqual(validate(schema, parse(JSON.parse(body).query)), []);
    });
  }
}

test('a real source of every vendor is shown', () => {
  const shown = blocksOf(CONFIGURATION, 'yaml').join('\n');
  for (const backend of settingsSchemas.keys()) assert.match(shown, new RegExp(`backend: ${backend}\\b`));
});

test('the table of backends is that of the registry', () => {
  assert(textOf(README).includes(printBackends()), printBackends());
});

test('the blocks are found', () => {
  const count = (language: string): number => PAGES.flatMap((file) => blocksOf(file, language)).length;
  assert(count('graphql') >= 5);
  assert(count('json') >= 2);
  assert(blocksOf(README, 'yaml').length >= 1);
  assert(blocksOf(CONFIGURATION, 'yaml').length >= 3);
  assert(blocksOf(README, 'sh').flatMap(bodiesOf).length >= 1);
});

test('the first screen shows how to start, a request, and a picture that is small', () => {
  const screen = textOf(README).slice(0, 3_500);
  for (const shown of ['npm ci && npm start', 'npm ci && npm test', 'curl '])
    assert(screen.includes(shown), shown);
  const [, picture = ''] = /!\[[^\]]+\]\(([^)]+)\)/.exec(screen) ?? [];
  assert(statSync(join(ROOT, picture)).size < 300_000);
});

test('every error code is explained, and whether asking again may help', () => {
  const told = [...textOf(ERRORS).matchAll(/^\| `([A-Z_]+)` \| (yes|no) \| /gm)].map(
    ([, code = '', retryable]) => [code, retryable === 'yes'] as const,
  );
  const ofSources = Object.entries(CODES).map(([code, facts]) => [code, facts.retryable] as const);
  const others = [...ERROR_CODES].filter((code) => !Object.hasOwn(CODES, String(code)));
  assert.deepEqual(
    told.toSorted(),
    [...ofSources, ...others.map((code) => [String(code), false] as const)].toSorted(),
  );
});

test('every key of a source is explained, with its default', () => {
  const rows = new Map(
    [...textOf(CONFIGURATION).matchAll(/^\| `(\w+)` +\| (.+?) +\| /gm)].map(([, key = '', value = '']) => [
      key,
      value,
    ]),
  );
  const keys = [...settingsSchemas.values()].flatMap((one) =>
    one instanceof z.ZodObject ? Object.keys(one.shape) : [],
  );
  assert.deepEqual(
    [...new Set(keys)].filter((key) => !rows.has(key)),
    [],
  );
  for (const [key, value] of Object.entries(commonSettings.parse({}))) {
    assert.equal(rows.get(key), typeof value === 'object' ? `\`${printed(value)}\`` : String(value), key);
  }
});

const printed = (value: object): string =>
  `{ ${Object.entries(value)
    .map(([key, one]) => `${key}: ${one}`)
    .join(', ')} }`;

test('every option of every command is told', () => {
  const options = [...helpText.matchAll(/--[a-z]+(?:-[a-z]+)*/g)].map(([option]) => option);
  const told = textOf(README);
  const own = ['--help', '--version'];
  assert.deepEqual(
    options.filter((option) => !own.includes(option) && !told.includes(option)),
    [],
  );
});

test('scripts that are named exist', () => {
  const scripts = new Set(Object.keys(packageJson.scripts));
  const named = PAGES.flatMap((file) =>
    [...textOf(file).matchAll(/npm run (?:-s )?([a-z:]+)/g)].map(([, name = '']) => ({ file, name })),
  );
  assert(named.length > 10);
  assert.deepEqual(
    named.filter(({ name }) => !scripts.has(name)),
    [],
  );
});

test('files that are named exist', () => {
  const named = PAGES.flatMap((file) =>
    [...textOf(file).matchAll(/`((?:src|test|schema|docs|\.ci)\/[\w./-]*)`/g)].map(([, path = '']) => ({
      file,
      path,
    })),
  );
  assert(named.length > 30);
  assert.deepEqual(
    named.filter(({ path }) => !existsSync(join(ROOT, path))),
    [],
  );
});
