import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import hivePackageJson from '../../bench/contenders/hive-gateway/package.json' with { type: 'json' };
import benchPackageJson from '../../bench/package.json' with { type: 'json' };
import federationPackageJson from '../../e2e/federation/package.json' with { type: 'json' };
import packageJson from '../../package.json' with { type: 'json' };
import nodePackageJson from '../../tools/node/package.json' with { type: 'json' };

const ROOT = join(import.meta.dirname, '../..');

interface LockedPackage {
  readonly resolved?: string;
  /** To a folder of the repository. */
  readonly link?: boolean;
  readonly integrity?: string;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

interface Lockfile {
  readonly packages: Readonly<Record<string, LockedPackage>>;
}

const lockfile = (folder: string): Lockfile =>
  JSON.parse(readFileSync(join(ROOT, folder, 'package-lock.json'), 'utf8'));

const locked = lockfile('.');

test('one copy of graphql is installed: a second would refuse the schema of the first', () => {
  const copies = Object.keys(locked.packages).filter((path) => /(^|\/)node_modules\/graphql$/.test(path));
  assert.deepEqual(copies, ['node_modules/graphql']);
  const installed = ['node_modules/*/node_modules/graphql', 'node_modules/@*/*/node_modules/graphql'];
  assert.deepEqual(globSync(installed, { cwd: ROOT }), []);
});

test('every version is exact', () => {
  const { dependencies, devDependencies } = packageJson;
  const { optionalDependencies } = nodePackageJson;
  const bench = [
    benchPackageJson.dependencies,
    hivePackageJson.dependencies,
    federationPackageJson.dependencies,
  ];
  const all = [dependencies, devDependencies, optionalDependencies, ...bench].flatMap((some) =>
    Object.entries<string>(some),
  );
  assert(all.length > 10);
  assert.deepEqual(
    all.filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version)),
    [],
  );
});

test('version managers are told the version of Node that is installed', () => {
  const told = readFileSync(join(ROOT, '.node-version'), 'utf8').trim();
  assert.deepEqual([...new Set(Object.values(nodePackageJson.optionalDependencies))], [told]);
});

for (const folder of ['.', 'bench', 'bench/contenders/hive-gateway', 'e2e/federation'])
  test(`the lockfile of ${folder} names no registry, so that the one that is configured serves`, () => {
    const all = Object.entries(lockfile(folder).packages);
    assert(all.length > 1);
    assert.deepEqual(
      all.filter(([, { resolved, link }]) => resolved !== undefined && link !== true),
      [],
    );
  });

test('the benchmark has the HTTP client of the product, in the same version', () => {
  assert.equal(benchPackageJson.dependencies.undici, packageJson.dependencies.undici);
});

test('what is packed is what runs: neither tests nor the benchmark', () => {
  const { stdout } = spawnSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  const [packed]: { files: { path: string }[] }[] = JSON.parse(stdout);
  const rooms = new Set(packed?.files.map(({ path }) => path.split('/')[0]));
  // It is made when the package is.
  assert(packageJson.files.includes('dist'));
  for (const needed of ['bin', 'schema', 'package.json', 'README.md', 'LICENSE'])
    assert(rooms.has(needed), needed);
  assert.deepEqual(
    ['bench', 'src', 'test', 'tools', '.ci'].filter((room) => rooms.has(room)),
    [],
  );
});

test('every installed package has its checksum', () => {
  const installed = Object.entries(locked.packages).filter(
    ([path, { link }]) => path.startsWith('node_modules/') && link !== true && existsSync(join(ROOT, path)),
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
