import assert from 'node:assert/strict';
import { exec, spawnSync } from 'node:child_process';
import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { createZstackSimulator } from '../../../src/simulator/zstack.ts';
import { startProcess, writeConfig } from './start-process.ts';

const ROOT = join(import.meta.dirname, '../../..');
const PROGRAM = join(ROOT, 'bin/jobweave.js');

const ANYBODY = { type: 'account', account: 'admin', password: 'any-password' };

/** Of somebody who calls the program itself, though npm runs the tests. */
const ENVIRONMENT = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !name.startsWith('npm_') && name !== 'INIT_CWD'),
);

const run = (args: readonly string[], options: object = {}) =>
  spawnSync(process.execPath, [PROGRAM, ...args], { encoding: 'utf8', env: ENVIRONMENT, ...options });

test('init writes a file that only its owner can read, that is right, and never over another', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'jobweave-'));
  t.after(() => rm(folder, { recursive: true }));
  const file = join(folder, 'jobweave.yaml');
  const first = run(['init'], { cwd: folder });
  assert.deepEqual([first.status, first.stderr], [0, '']);
  assert.match(first.stdout, /jobweave\.yaml is written.*: jobweave --config jobweave\.yaml/);
  assert.equal((await stat(file)).mode & 0o777, 0o600);
  const text = await readFile(file, 'utf8');
  assert.doesNotMatch(text, /MADE-BY-INIT/);
  const again = run(['init', '--config', file]);
  assert.deepEqual([again.status, again.stdout], [2, '']);
  assert.match(again.stderr, /^\S+jobweave\.yaml is there already; .*--force\.\n$/);
  assert.equal(run(['init', '--force'], { cwd: folder }).status, 0);
  assert.notEqual(await readFile(file, 'utf8'), text, 'the key is a new one');
  // Nobody listens there: the file is right, and its source is said not to be reached.
  const checked = run(['check', '--config', file, '--json']);
  assert.equal(checked.status, 1, checked.stderr);
  assert.match(checked.stdout, /UPSTREAM_UNAVAILABLE|cannot be reached|AUTH|RESPONSE/);
});

test('a file is meant as seen from where npm is called, and the path that was tried is told', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'jobweave-'));
  t.after(() => rm(folder, { recursive: true }));
  const env = { ...process.env, INIT_CWD: folder, npm_package_json: join(ROOT, 'package.json') };
  const { status, stderr } = run(['serve', '--config', 'none.yaml'], { cwd: ROOT, env });
  assert.equal(status, 2);
  assert.equal(stderr, `${join(folder, 'none.yaml')}:1:1 there is no such file; check the path\n`);
});

test('check reads the known operations too, by the schema that will be served', async (t) => {
  const file = await writeConfig(t, {
    server: { knownOperations: { file: 'operations.json' }, federation: { typePrefix: 'Jobweave' } },
    sources: [
      { id: 'dc1', backend: 'zstack', endpoint: 'http://127.0.0.1:9', timeZone: 'UTC', auth: ANYBODY },
    ],
  });
  const operations = join(dirname(file), 'operations.json');
  const typeOf = (name: string) => `{ jobs { nodes { tasks { nodes { ... on ${name} { id } } } } } }`;
  await writeFile(operations, JSON.stringify({ good: typeOf('JobweaveTask'), bad: typeOf('Task') }));
  const { status, stderr } = run(['check', '--config', file]);
  assert.equal(status, 2);
  assert.match(stderr, /^\S+operations\.json:1:\d+ operation "bad": Unknown type "Task"/);
  const { stdout } = run(['check', '--config', file, '--json']);
  assert.match(JSON.parse(stdout)[0].message, /operation "bad"/);
});

test('a file that every user can read is warned of; what a person needs is printed', async (t) => {
  const vendor = await createZstackSimulator({ jobs: 5 });
  t.after(vendor.close);
  const sources = [{ id: 'dc1', backend: 'zstack', ...vendor.settings }];
  const file = await writeConfig(t, { server: { port: 0, metrics: { port: 0 } }, sources });
  await chmod(file, 0o644);
  const gateway = await startProcess(t, ['serve', '--config', file]);
  assert.match(gateway.output(), /^Warning: every user of this machine can read \S+ \(mode 644\)/m);
  assert.match(gateway.output(), /^Sources: dc1 \(zstack\)$/m);
  const [, metrics = ''] = /^Metrics: (\S+)$/m.exec(gateway.output()) ?? [];
  assert.match(await (await fetch(metrics)).text(), /^jobweave_source_state/m);
  const [, curl = ''] = /^Try: (curl .*)$/m.exec(gateway.output()) ?? [];
  const { stdout } = await promisify(exec)(curl);
  assert.equal(JSON.parse(stdout).data.jobs.nodes.length, 3);
  gateway.process.kill('SIGINT');
  await gateway.says(/^Draining/m);
  assert.deepEqual(await gateway.exit, { code: 0, signal: null });
});
