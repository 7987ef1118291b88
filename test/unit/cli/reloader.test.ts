import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { createReloader } from '../../../src/cli/serve/reloader.ts';
import type { Config } from '../../../src/config/config.ts';

const configAt = (port: number): Config => ({ server: { port, host: '127.0.0.1' }, sources: [] });

/** A reloader that was started with port 1, of a file that says port `now` since. Gives the ports that were taken over. */
async function portsTaken(t: TestContext, now: number): Promise<number[]> {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const folder = mkdtempSync(join(tmpdir(), 'jobweave-'));
  const file = join(folder, 'jobweave.yaml');
  writeFileSync(file, '');
  const ports: number[] = [];
  const load = async () => configAt(now);
  const use = ({ server }: Config) => void ports.push(server.port);
  const { watch, close } = createReloader({ file, load, use, log: () => {} });
  t.after(() => {
    close();
    rmSync(folder, { recursive: true });
  });
  watch(configAt(1));
  t.mock.timers.tick(2_000);
  for (let turns = 0; turns < 5; turns += 1) await turn();
  return ports;
}

test('a file that changed before it was looked at for the first time is read again', async (t) => {
  assert.deepEqual(await portsTaken(t, 2), [2]);
});

for (const how of ['for the first time', 'again'])
  test(`what is read ${how} while the reloader is closed is not taken over`, async (t) => {
    t.mock.timers.enable({ apis: ['setTimeout'] });
    const { promise, resolve } = Promise.withResolvers<Config>();
    const ports: number[] = [];
    const { reload, watch, close } = createReloader({
      file: join(tmpdir(), 'jobweave-none.yaml'),
      load: () => promise,
      use: ({ server }) => void ports.push(server.port),
      log: () => {},
    });
    watch(configAt(1));
    if (how === 'again') void reload();
    else t.mock.timers.tick(2_000);
    await turn();
    close();
    resolve(configAt(2));
    for (let turns = 0; turns < 5; turns += 1) await turn();
    assert.deepEqual(ports, []);
  });

test('one that did not change is left alone', async (t) => {
  assert.deepEqual(await portsTaken(t, 1), []);
});
