import assert from 'node:assert/strict';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import packageJson from '../../package.json' with { type: 'json' };

const ROOT = join(import.meta.dirname, '../..');

interface LockedPackage {
  readonly resolved?: string;
  readonly integrity?: string;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

const locked: { packages: Record<string, LockedPackage> } = JSON.parse(
  readFileSync(join(ROOT, 'package-lock.json'), 'utf8'),
);

test('one copy of graphql is installed: a second would refuse the schema of the first', () => {
  const copies = Object.keys(locked.packages).filter((path) => /(^|\/)node_modules\/graphql$/.test(path));
  assert.deepEqual(copies, ['node_modules/graphql']);
  const installed = ['node_modules/*/node_modules/graphql', 'node_modules/@*/*/node_modules/graphql'];
  assert.deepEqual(globSync(installed, { cwd: ROOT }), []);
});

test('every version is exact', () => {
  const { dependencies, devDependencies, optionalDependencies } = packageJson;
  const all = Object.entries({ ...dependencies, ...devDependencies, ...optionalDependencies });
  assert(all.length > 10);
  assert.deepEqual(
    all.filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version)),
    [],
  );
});

test('version managers are told the version of Node that is installed', () => {
  const told = readFileSync(join(ROOT, '.node-version'), 'utf8').trim();
  assert.deepEqual([...new Set(Object.values(packageJson.optionalDependencies))], [told]);
});

test('the lockfile names no registry, so that the one that is configured serves', () => {
  const named = Object.entries(locked.packages).filter(([, { resolved }]) => resolved !== undefined);
  assert.deepEqual(named, []);
});

test('every installed package has its checksum', () => {
  const installed = Object.entries(locked.packages).filter(
    ([path]) => path !== '' && existsSync(join(ROOT, path)),
  );
  assert(installed.length > 10);
  assert.deepEqual(
    installed.filter(([, { integrity }]) => integrity === undefined),
    [],
  );
});

test('every optional package is locked, also those of other systems: else `npm ci` refuses', () => {
  const names = Object.values(locked.packages).flatMap(({ optionalDependencies }) =>
    Object.keys(optionalDependencies ?? {}),
  );
  assert(names.length > 2);
  assert.deepEqual(
    names.filter((name) => locked.packages[`node_modules/${name}`] === undefined),
    [],
  );
});
