import assert from 'node:assert/strict';
import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { buildImage, type Image, inside } from './build-image.ts';

const ROOT = join(import.meta.dirname, '../..');
const MEGABYTE = 1_000_000;
/** What Alpine, npm and yarn of the official image have together, beside Node itself. */
const REST_OF_BASE = 45 * MEGABYTE;
/** The official image's user `node`. */
const UIDS: Readonly<Record<string, number>> = { node: 1_000 };

const KEY = 'the key of the dashboard';
const SECRETS = {
  CURSOR_KEY: 'sixteen letters, and some more',
  DASHBOARD_KEY_SHA256: execFileSync('sha256sum', { input: KEY, encoding: 'utf8' }).slice(0, 64),
  ZSTACK_URL: 'http://127.0.0.1:9',
  ZSTACK_PASSWORD: 'a password',
};

let scratch: string;
let image: Image;
let node: string;

before(() => {
  scratch = mkdtempSync(join(tmpdir(), 'jobweave-image-'));
  image = buildImage(ROOT, scratch);
  node = join(scratch, 'node');
  // The Node of a checkout may lie where only root may go.
  copyFileSync(process.execPath, node);
  chmodSync(node, 0o755);
  chmodSync(scratch, 0o755);
  execFileSync('chmod', ['-R', 'a+rX,a-w', image.root]);
});
after(() => {
  execFileSync('chmod', ['-R', 'u+w', scratch]);
  rmSync(scratch, { recursive: true });
});

const bytesIn = (folder: string): number =>
  Number(execFileSync('du', ['-sb', folder], { encoding: 'utf8' }).split('\t')[0]);

test('it is smaller than 300 MB', () => {
  const app = bytesIn(image.root);
  const all = app + statSync(node).size + REST_OF_BASE;
  console.log(`app ${Math.round(app / MEGABYTE)} MB, all ${Math.round(all / MEGABYTE)} MB`);
  assert(all < 300 * MEGABYTE, `${all}`);
});

test('it holds no sources, tests or tools of ours, and a bill of what it holds', () => {
  const paths = execFileSync('find', ['.', '-not', '-path', '*/node_modules/*', '-type', 'f'], {
    cwd: image.root,
    encoding: 'utf8',
  });
  assert.doesNotMatch(paths, /\.test\.|\/src\/|\/test\/|\.npmrc/);
  const read = (file: string) => JSON.parse(readFileSync(join(image.root, 'app', file), 'utf8'));
  const bom = read('sbom.cdx.json');
  const named = new Set(bom.components.map(({ purl }: { purl: string }) => decodeURIComponent(purl)));
  for (const [name, version] of Object.entries(read('package.json').dependencies))
    assert(named.has(`pkg:npm/${name}@${version}`), name);
  assert.equal(bom.bomFormat, 'CycloneDX');
});

/** A port that is free now. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** Who it runs as, where we may choose; and nothing may be written, as on a read-only file system. */
function spawnInside(words: readonly string[], environment: Readonly<Record<string, string>>): ChildProcess {
  const [program, ...rest] = words.map((word) => inside(image.root, word));
  assert.equal(program, 'node');
  const uid = UIDS[image.user] ?? assert.fail(`nobody knows the user ${image.user}`);
  return spawn(node, ['--permission', '--allow-fs-read=*', '--allow-net', ...rest], {
    cwd: '/',
    env: { ...image.environment, ...environment },
    ...(process.getuid?.() === 0 ? { uid, gid: uid } : {}),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

test('it serves by the configuration that is shipped, as its user, writing nothing, and is found well', async (t) => {
  const port = await freePort();
  assert.deepEqual(image.ports, [4_000, 9_091]);
  // Only the ports and addresses are ours: what listens on this machine now may have the real ones.
  const config = readFileSync(join(ROOT, 'deploy/jobweave.yaml'), 'utf8')
    .replace('host: 0.0.0.0\n', 'host: 127.0.0.1\n')
    .replace('port: 4000', `port: ${port}`)
    .replace('{ host: 0.0.0.0, port: 9091 }', '{ port: 0 }');
  const file = join(image.root, 'etc/jobweave/jobweave.yaml');
  chmodSync(image.root, 0o755);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, config);
  // In a container it is process 1.
  const health = (pid: number) =>
    new Promise<number | null>((resolve) => {
      const words = image.health.map((word) => (word === '1' ? String(pid) : word));
      spawnInside(words, SECRETS).once('exit', resolve);
    });
  assert.equal(await health(process.pid), 1, 'nobody listens yet');

  const gateway = spawnInside(image.command, SECRETS);
  t.after(() => gateway.kill('SIGKILL'));
  let output = '';
  for (const stream of [gateway.stdout, gateway.stderr])
    stream?.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  const until = Date.now() + 30_000;
  while (!/GraphQL: http/.test(output)) {
    assert(Date.now() < until && gateway.exitCode === null, output);
    await delay(50);
  }
  assert.equal(await health(gateway.pid ?? 0), 0);
  const ask = (key: string) =>
    fetch(`http://127.0.0.1:${port}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-api-key': key },
      body: '{"query":"{ sources { id } }"}',
    });
  assert.deepEqual(await (await ask(KEY)).json(), { data: { sources: [{ id: 'dc1' }] } });
  assert.equal((await ask('another key')).status, 401);
  gateway.kill('SIGSTOP');
  assert.equal(await health(gateway.pid ?? 0), 1, 'it does not answer');
  gateway.kill('SIGCONT');
  gateway.kill('SIGINT');
  assert.deepEqual(await once(gateway, 'exit'), [0, null], output);
  assert.doesNotMatch(output, /ERR_ACCESS_DENIED|EACCES|EROFS/);
});

test('nobody but its user can be root in it', () => {
  assert.notEqual(image.user, 'root');
  const { stdout } = spawnSync('find', [image.root, '-perm', '/6000'], { encoding: 'utf8' });
  assert.equal(stdout, '', 'no file gives rights to who runs it');
});
