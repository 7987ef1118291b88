import { execFile, spawn, spawnSync } from 'node:child_process';
import { copyFile, mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';

const FIXTURES = join(import.meta.dirname, '../../fixtures/buildbot');
const LIMIT_MS = 90_000;
const run = promisify(execFile);

const isThere = (command: string): boolean => spawnSync(command, ['--version']).status === 0;

/** Why no real Buildbot can be started here; `false` where one can. In CI it has to: there a missing one is a failure. */
export const buildbotSkip: string | false =
  process.env['CI'] === 'true' || isThere('buildbot')
    ? false
    : 'no `buildbot`; on Debian: apt-get install --no-install-recommends buildbot buildbot-worker';

export interface RunningBuildbot extends AsyncDisposable {
  readonly url: string;
  /** The rows of one of the server's own answers. */
  readonly rows: (path: string) => Promise<readonly BuildbotRow[]>;
  /** Asks for a build; gives the number of the request. */
  readonly force: (builderId: number, reason: string) => Promise<number>;
  /** What else the server can be told: `stop` of a build, `cancel` of a request. */
  readonly control: (path: string, method: string) => Promise<void>;
}

/** A row as the server prints it. */
export type BuildbotRow = Readonly<Record<string, unknown>>;

/** A master of its own in a folder that goes away with it, on loopback, with `test/fixtures/buildbot/master.cfg`. */
export async function startBuildbot(): Promise<RunningBuildbot> {
  const folder = await mkdtemp(join(tmpdir(), 'buildbot-'));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  await run('buildbot', ['create-master', '-q', folder], { timeout: LIMIT_MS });
  await copyFile(join(FIXTURES, 'master.cfg'), join(folder, 'master.cfg'));
  const env = { ...process.env, BUILDBOT_PORT: String(port), PYTHONPATH: join(FIXTURES, 'www') };
  const options = { env: { ...env, PYTHONDONTWRITEBYTECODE: '1' }, stdio: 'ignore' } as const;
  // A group of its own: what its steps have started must not outlive it.
  const master = spawn('buildbot', ['start', '--nodaemon', folder], { ...options, detached: true });
  const ended = new Promise<void>((resolve) => master.once('exit', () => resolve()));
  const stop = async (): Promise<void> => {
    if (master.pid !== undefined && master.exitCode === null) process.kill(-master.pid, 'SIGKILL');
    await ended;
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await answers(url, ended);
  } catch (error) {
    const log = await readFile(join(folder, 'twistd.log'), 'utf8').catch(() => '');
    await stop();
    throw new Error(`Buildbot does not start: ${log.slice(-2_000)}`, { cause: error });
  }
  return { ...speakTo(`${url}/api/v2`), url, [Symbol.asyncDispose]: stop };
}

async function answers(url: string, ended: Promise<void>): Promise<void> {
  let hasEnded = false;
  void ended.then(() => {
    hasEnded = true;
  });
  for (const until = Date.now() + LIMIT_MS; Date.now() < until && !hasEnded; await sleep(100)) {
    const response = await fetch(`${url}/api/v2/builders?limit=1`).catch(() => null);
    if (response?.ok && (await response.text()).includes('"builderid"')) return;
  }
  throw new Error(hasEnded ? 'it ended' : 'it does not answer');
}

function speakTo(base: string): Pick<RunningBuildbot, 'rows' | 'force' | 'control'> {
  const command = async (path: string, method: string, params: BuildbotRow): Promise<unknown> => {
    const response = await fetch(`${base}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
    });
    return ((await response.json()) as { readonly result?: unknown }).result;
  };
  return {
    rows: async (path) => {
      const response = await fetch(`${base}${path}`);
      const body = (await response.json()) as Readonly<Record<string, unknown>>;
      const [rows] = Object.values(body).filter(Array.isArray);
      if (!response.ok || rows === undefined)
        throw new Error(`${path}: ${response.status} ${JSON.stringify(body)}`);
      return rows as readonly BuildbotRow[];
    },
    force: async (builderId, reason) => {
      const params = {
        builderid: String(builderId),
        reason,
        username: 'Ann Other <ann@example.org>',
        branch: 'main',
      };
      const result = (await command('/forceschedulers/force', 'force', params)) as [
        number,
        Record<string, number>,
      ];
      return result[1][String(builderId)] ?? Number.NaN;
    },
    control: async (path, method) => {
      await command(path, method, { reason: 'by the test' });
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address !== null ? address.port : 0;
}
