import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { buildSchema, type GraphQLSchema, parse, validate } from 'graphql';
import { z } from 'zod';
import packageJson from '../../package.json' with { type: 'json' };
import { commonSettings } from '../../src/backends/backend.ts';
import { helpText } from '../../src/cli/arguments.ts';
import { parseConfig } from '../../src/config/load-config.ts';
import { renderFaults } from '../../src/config/render-faults.ts';
import { settingsSchemas } from '../../src/create-gateway.ts';
import { readSdl } from '../../src/server/read-sdl.ts';

const ROOT = join(import.meta.dirname, '../..');
const README = 'README.md';
const CONFIGURATION = 'docs/configuration.md';
const NEW_VENDOR = 'docs/adding-a-vendor.md';

const textOf = (file: string): string => readFileSync(join(ROOT, file), 'utf8');

/** Fenced blocks of a language, without those that are headed by the name of a file. */
const blocksOf = (file: string, language: string): string[] =>
  [...textOf(file).matchAll(/^```(\w+)\n(.*?)^```$/gms)]
    .filter(([, tag]) => tag === language)
    .map(([, , block = '']) => block);

/** Every variable that a text asks for, set to something that any key takes. */
const environmentOf = (text: string): Record<string, string> =>
  Object.fromEntries([...text.matchAll(/\$\{([A-Z_]+)\}/g)].map(([, name = '']) => [name, 'x'.repeat(20)]));

const schema: GraphQLSchema = buildSchema(readSdl());

for (const file of [README, CONFIGURATION]) {
  for (const [i, yaml] of blocksOf(file, 'yaml').entries()) {
    test(`${file}: configuration ${i + 1} is valid`, () => {
      const result = parseConfig(yaml, file, environmentOf(yaml), settingsSchemas);
      assert(result.ok, result.ok ? '' : renderFaults(result.faults));
    });
  }
}

test('a real source of every vendor is shown', () => {
  for (const file of [README, CONFIGURATION]) {
    const shown = blocksOf(file, 'yaml').join('\n');
    for (const backend of settingsSchemas.keys())
      assert.match(shown, new RegExp(`backend: ${backend}\\b`), file);
  }
});

for (const [i, query] of blocksOf(README, 'graphql').entries()) {
  test(`${README}: query ${i + 1} is valid`, () => assert.deepEqual(validate(schema, parse(query)), []));
}

test('the blocks are found', () => {
  assert(blocksOf(README, 'graphql').length >= 2);
  assert(blocksOf(README, 'yaml').length >= 1);
  assert(blocksOf(CONFIGURATION, 'yaml').length >= 3);
});

for (const [i, json] of blocksOf(README, 'json').entries()) {
  test(`${README}: answer ${i + 1} is JSON`, () => assert.notEqual(JSON.parse(json).data, undefined));
}

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
  const options = [...helpText.matchAll(/--[a-z]+/g)].map(([option]) => option);
  const told = textOf(README);
  const own = ['--help', '--version'];
  assert.deepEqual(
    options.filter((option) => !own.includes(option) && !told.includes(option)),
    [],
  );
});

test('scripts that are named exist', () => {
  const scripts = new Set(Object.keys(packageJson.scripts));
  for (const file of [README, NEW_VENDOR]) {
    const named = [...textOf(file).matchAll(/npm run (?:-s )?([a-z:]+)/g)].map(([, name = '']) => name);
    assert(named.length > 0, file);
    assert.deepEqual(
      named.filter((name) => !scripts.has(name)),
      [],
      file,
    );
  }
});

test('files that are linked or named exist', () => {
  const named = [README, NEW_VENDOR].flatMap((file) => [
    ...textOf(file).matchAll(/`((?:src|test|schema|docs)\/[\w./-]*)`|\]\((docs\/[\w./-]+)\)/g),
  ]);
  const paths = named.map(([, code, link]) => code ?? link ?? '');
  assert(paths.length > 10);
  assert.deepEqual(
    paths.filter((path) => !existsSync(join(ROOT, path))),
    [],
  );
});
