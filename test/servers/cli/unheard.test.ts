import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { writeConfig } from './start-process.ts';

const PROGRAM = join(import.meta.dirname, '../../../src/main.ts');

/** One that nobody uses. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  assert(typeof address === 'object' && address !== null);
  server.close();
  await once(server, 'close');
  return address.port;
}

/** Its source refuses each connection, of which there is a line in the log. */
async function configured(t: TestContext): Promise<readonly string[]> {
  const auth = { type: 'account', account: 'a', password: 'b' };
  const source = { id: 'dc', backend: 'zstack', endpoint: 'http://127.0.0.1:1', timeZone: 'UTC', auth };
  const server = { port: await freePort(), shutdown: { delayMs: 0 } };
  return [
    'serve',
    '--config',
    await writeConfig(t, { server, sources: [source] }),
    '--port',
    `${server.port}`,
  ];
}

/** What is wrong; '': the gateway does not answer yet. */
async function codeFrom(url: string): Promise<string> {
  const body = JSON.stringify({ query: '{ jobs(first: 1) { nodes { id } } }' });
  const headers = { 'content-type': 'application/json' };
  return fetch(url, { method: 'POST', headers, body }).then(
    async (answer) => /"code":"(\w+)"/.exec(await answer.text())?.[1] ?? 'none',
    () => '',
  );
}

async function servesAndStops(child: ReturnType<typeof spawn>, port: string): Promise<void> {
  const exit = once(child, 'exit');
  const url = `http://127.0.0.1:${port}/graphql`;
  for (let tries = 0; (await codeFrom(url)) === ''; tries += 1) {
    assert(tries < 300 && child.exitCode === null, `It does not answer; exit code ${child.exitCode}`);
    await delay(100);
  }
  assert.match(await codeFrom(url), /^UPSTREAM_/, 'also after it has said that the source is down');
  child.kill('SIGTERM');
  assert.deepEqual(await exit, [0, null]);
}

test('where nobody reads what it prints any more, the gateway serves on, and ends in order', async (t) => {
  const args = await configured(t);
  const child = spawn(process.execPath, [PROGRAM, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  t.after(() => child.kill('SIGKILL'));
  child.stdout.destroy();
  child.stderr.destroy();
  await servesAndStops(child, args.at(-1) ?? '');
});

test('where the disk of its log is full, too', async (t) => {
  const full = openSync('/dev/full', 'w');
  t.after(() => closeSync(full));
  const args = await configured(t);
  const child = spawn(process.execPath, [PROGRAM, ...args], { stdio: ['ignore', full, full] });
  t.after(() => child.kill('SIGKILL'));
  await servesAndStops(child, args.at(-1) ?? '');
});
