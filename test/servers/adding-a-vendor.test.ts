import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, test } from 'node:test';
import { promisify } from 'node:util';

const ROOT = join(import.meta.dirname, '../..');
const LIMIT_MS = 60_000;
const run = promisify(execFile);

const folder = await mkdtemp(join(tmpdir(), 'jobweave-'));
after(() => rm(folder, { recursive: true }));

const put = async (path: string, text: string): Promise<void> => {
  await mkdir(dirname(join(folder, path)), { recursive: true });
  await writeFile(join(folder, path), text);
};

/** Path → code, of the blocks that are headed by the name of a file. */
const shown = async (): Promise<ReadonlyMap<string, string>> => {
  const page = await readFile(join(ROOT, 'docs/adding-a-vendor.md'), 'utf8');
  const blocks = page.matchAll(/^```\w+ (\S+)\n(.*?)^```$/gms);
  return new Map([...blocks].map(([, path = '', code = '']) => [path, code]));
};

test('the vendor that is shown in docs/adding-a-vendor.md passes the compiler, beside those that are there', async () => {
  const files = await shown();
  const code = [...files].filter(([path]) => path.startsWith('src/'));
  assert.equal(code.length, 3);
  for (const [path, text] of code) await put(path, text);
  await put('package.json', '{ "type": "module" }');
  await symlink(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  const compilerOptions = { rootDirs: [ROOT, folder] };
  const config = { extends: join(ROOT, 'tsconfig.json'), compilerOptions, include: ['src'] };
  await put('tsconfig.json', JSON.stringify(config));
  const compiler = join(ROOT, 'node_modules/.bin/tsc');
  const { stdout } = await run(compiler, ['-p', folder], { timeout: LIMIT_MS }).catch(
    (error: { stdout: string }) => error,
  );
  assert.equal(stdout, '');
});
