import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';

const PROGRAM = join(import.meta.dirname, '../../../bin/jobweave.js');

/** Of somebody who calls the program itself, though npm runs the tests. */
const ENVIRONMENT = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !name.startsWith('npm_') && name !== 'INIT_CWD'),
);

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

interface Told {
  readonly code: number;
  readonly stderr: string;
}

const health = (args: readonly string[], cwd: string, more: Readonly<Record<string, string>> = {}) =>
  new Promise<Told>((resolve) => {
    const env = { ...ENVIRONMENT, ...more };
    execFile(process.execPath, [PROGRAM, 'health', ...args], { cwd, env }, (error, _, stderr) =>
      resolve({ code: Number(error?.code ?? 0), stderr }),
    );
  });

/** A configuration whose port the environment tells, in a folder of its own. */
async function folderWithConfig(t: TestContext, more = ''): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'jobweave-'));
  t.after(() => rm(folder, { recursive: true }));
  const config = `server: { port: "\${PORT}", cursorKey: "sixteen letters, and some more", probeSeconds: 0${more} }
sources:
  - { id: dc1, backend: zstack, endpoint: "http://127.0.0.1:9", timeZone: UTC, auth: { type: account, account: a, password: b } }
`;
  await writeFile(join(folder, 'jobweave.yaml'), config, { mode: 0o600 });
  return folder;
}

async function serve(
  t: TestContext,
  args: readonly string[],
  cwd: string,
  PORT: string,
  more: Readonly<Record<string, string>> = {},
): Promise<number> {
  const words = [PROGRAM, 'serve', '--config', 'jobweave.yaml', ...args];
  const child = spawn(process.execPath, words, {
    cwd,
    env: { ...ENVIRONMENT, PORT, ...more },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  t.after(() => child.kill('SIGKILL'));
  let output = '';
  for await (const text of child.stdout.setEncoding('utf8')) {
    output += text;
    if (/GraphQL: http/.test(output)) break;
  }
  return child.pid ?? 0;
}

test('it finds a gateway whose port the system has chosen, and its workers', {
  timeout: 60_000,
}, async (t) => {
  const folder = await folderWithConfig(t);
  for (const args of [[], ['--workers', '2']]) {
    const pid = await serve(t, args, folder, '0');
    assert.deepEqual(await health(['--pid', String(pid)], '/', { PORT: '0' }), { code: 0, stderr: '' });
  }
  const { code, stderr } = await health(['--config', 'jobweave.yaml'], folder, { PORT: '0' });
  assert.deepEqual([code, /--pid/.test(stderr)], [1, true], stderr);
});

test('metrics and a debugger may have ports of their own', { timeout: 60_000 }, async (t) => {
  const folder = await folderWithConfig(t, ', metrics: { port: 0 }');
  const pid = await serve(t, [], folder, '0', { NODE_OPTIONS: '--inspect=127.0.0.1:0' });
  assert.deepEqual(await health(['--pid', String(pid)], '/', { PORT: '0' }), { code: 0, stderr: '' });
});

test('it asks where the configuration says that the gateway listens', { timeout: 60_000 }, async (t) => {
  const folder = await folderWithConfig(t);
  const PORT = String(await freePort());
  const args = ['--config', 'jobweave.yaml'];
  const before = await health(args, folder, { PORT });
  assert.equal(before.code, 1);
  assert.match(before.stderr, /ECONNREFUSED/);
  const pid = await serve(t, [], folder, PORT);
  assert.deepEqual(await health(args, folder, { PORT }), { code: 0, stderr: '' });
  assert.deepEqual(await health(['--pid', String(pid)], '/', { PORT }), { code: 0, stderr: '' });
  assert.equal((await health(['--port', PORT], folder)).code, 0);
});

test('a process is asked where it was told to listen, whatever its configuration says', {
  timeout: 60_000,
}, async (t) => {
  const folder = await folderWithConfig(t);
  const port = String(await freePort());
  const pid = await serve(t, ['--port', port], folder, '1');
  assert.deepEqual(await health(['--pid', String(pid)], '/', { PORT: '1' }), { code: 0, stderr: '' });
});

test('what is no gateway is told', { timeout: 60_000 }, async (t) => {
  const folder = await folderWithConfig(t);
  assert.deepEqual(await health(['--pid', String(process.pid)], '/'), {
    code: 1,
    stderr: `Process ${process.pid} is no gateway.\n`,
  });
  assert.match((await health(['--config', 'none.yaml'], folder)).stderr, /none\.yaml/);
});

/** Processes that are called as the gateway is, and have two ports: each answers to GET and to POST with these statuses; 0: never. */
const FAKES: readonly (readonly [
  what: string,
  ports: readonly (readonly [get: number, post: number])[],
  code: number,
])[] = [
  [
    'a metrics port hides no gateway that does not answer',
    [
      [200, 405],
      [0, 0],
    ],
    1,
  ],
  [
    'nor one that fails',
    [
      [200, 405],
      [500, 500],
    ],
    1,
  ],
  [
    'a debugger that answers sooner makes no gateway ill',
    [
      [400, 400],
      [200, 200],
    ],
    0,
  ],
];

for (const [what, ports, code] of FAKES)
  test(what, { timeout: 60_000 }, async (t) => {
    const folder = await mkdtemp(join(tmpdir(), 'jobweave-'));
    t.after(() => rm(folder, { recursive: true }));
    const program = `const { createServer } = require('node:http');
      let left = ${ports.length};
      for (const [get, post] of ${JSON.stringify(ports)}) createServer((request, response) => {
        const status = request.method === 'GET' ? get : post;
        if (status > 0) response.writeHead(status).end(status === 200 ? 'ok' : '');
      }).listen(0, '127.0.0.1', () => { left -= 1; if (left === 0) console.log('listen'); });`;
    await writeFile(join(folder, 'jobweave.js'), program);
    const child = spawn(process.execPath, [
      join(folder, 'jobweave.js'),
      'serve',
      '--port',
      '0',
      '--host',
      '127.0.0.1',
    ]);
    t.after(() => child.kill('SIGKILL'));
    await once(child.stdout, 'data');
    const told = await health(['--pid', String(child.pid)], '/');
    assert.equal(told.code, code, told.stderr);
  });
