import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { Ajv } from 'ajv';
import { parse } from 'yaml';
import { z } from 'zod';
import { configSchema } from '../../../src/config/config-schema.ts';
import { settingsSchemas } from '../../../src/create-gateway.ts';
import { createDemoWorld } from '../../../src/simulator/demo-world.ts';

const ROOT = join(import.meta.dirname, '../../..');
const textOf = (file: string): string => readFileSync(join(ROOT, file), 'utf8');

const schema = configSchema(settingsSchemas);
const validate = new Ajv({ allErrors: true, strict: true, allowUnionTypes: true }).compile(schema);

const faultsOf = (config: unknown): unknown => (validate(config) ? [] : validate.errors);

const Node = z.looseObject({
  description: z.string().optional(),
  properties: z.record(z.string(), z.unknown()).optional(),
});

/** Every key of a schema, with where it stands. */
function* keysOf(value: unknown, path: string): Generator<{ path: string; description: string | undefined }> {
  if (Array.isArray(value)) {
    for (const item of value) yield* keysOf(item, path);
    return;
  }
  const { success, data } = Node.safeParse(value);
  if (!success) return;
  for (const [key, one] of Object.entries(data.properties ?? {})) {
    yield { path: `${path}.${key}`, description: Node.safeParse(one).data?.description };
    yield* keysOf(one, `${path}.${key}`);
  }
  for (const part of ['anyOf', 'oneOf', 'allOf', 'items', 'additionalProperties'])
    yield* keysOf(data[part], path);
}

test('every key has a description', () => {
  const keys = [...keysOf(schema, '')];
  assert(keys.length > 100, `${keys.length}`);
  const bare = keys.filter(({ description }) => !description || description === 'text');
  assert.deepEqual([...new Set(bare.map(({ path }) => path))], []);
});

test('what the pages and the deployments show is right', () => {
  const shown = ['README.md', 'docs/configuration.md', 'docs/access.md'].flatMap((file) =>
    [...textOf(file).matchAll(/^```yaml\n(.*?)^```/gms)].map(([, text = '']) => [file, text] as const),
  );
  const files = ['deploy/jobweave.yaml', 'deploy/first-jobweave.yaml'].map(
    (file) => [file, textOf(file)] as const,
  );
  assert(shown.length > 3);
  for (const [file, text] of [...shown, ...files]) {
    const config = parse(text, { merge: true });
    if (config?.sources !== undefined) assert.deepEqual(faultsOf(config), [], `${file}:\n${text}`);
  }
});

test('what the demo is made of is right', async (t) => {
  const world = await createDemoWorld({ jobs: 20, origins: 2 });
  t.after(world.close);
  assert.deepEqual(faultsOf({ sources: world.sources }), []);
});

test('what is wrong is found', () => {
  const source = { id: 'a', backend: 'zstack', endpoint: 'http://h', timeZone: 'UTC' };
  const auth = { type: 'account', account: 'a', password: 'p' };
  assert.deepEqual(faultsOf({ sources: [{ ...source, auth }] }), []);
  for (const wrong of [
    {},
    { sources: [] },
    { sources: [source] },
    { sources: [{ ...source, auth, retrys: 2 }] },
    { sources: [{ ...source, auth, retries: 'two' }] },
    { sources: [{ ...source, auth: { ...auth, type: 'acount' } }] },
    { sources: [{ ...source, auth, backend: 'zstac' }] },
    { sources: [{ ...source, auth }], server: { port: 70_000 } },
  ])
    assert.notDeepEqual(faultsOf(wrong), [], JSON.stringify(wrong));
});
