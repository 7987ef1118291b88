import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, test } from 'node:test';
import { promisify } from 'node:util';
import { executeCodegen } from '@graphql-codegen/cli';
import config from '../../codegen.ts';

const ROOT = join(import.meta.dirname, '../..');
const LIMIT_MS = 60_000;
const run = promisify(execFile);
const SUITE = 'test/servers/conformance/acme-batch.test.ts';

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

const files = await shown();
for (const part of ['src', 'schema', 'test/conformance', 'test/support', 'tsconfig.json', 'package.json'])
  await cp(join(ROOT, part), join(folder, part), { recursive: true });
for (const [path, text] of files) await put(path, text);
await symlink(join(ROOT, 'node_modules'), join(folder, 'node_modules'));

/** The line of the registry, which needs an import. */
const registry = 'src/backends/index.ts';
const listed = await readFile(join(ROOT, registry), 'utf8');
await put(
  registry,
  `import { acmeBatch } from './acme-batch/index.ts';\n${listed.replace('Backend[] = [', '$& acmeBatch,')}`,
);

/** What `npm run codegen` writes once the vendor's details are there. */
const { result } = await executeCodegen({
  ...config,
  schema: join(folder, 'schema/**/*.graphql'),
  silent: true,
});
for (const { filename, content } of result) await put(filename, content);

/** What the compiler says. */
async function compile(): Promise<string> {
  const compiler = join(ROOT, 'node_modules/.bin/tsc');
  const options = { timeout: LIMIT_MS };
  return (await run(compiler, ['-p', folder], options).catch((error: { stdout: string }) => error)).stdout;
}

test('the vendor that is shown in docs/adding-a-vendor.md passes the compiler, beside those that are there', async () => {
  assert.equal([...files.keys()].filter((path) => path.startsWith('src/backends/')).length, 3);
  assert.equal(await compile(), '');
});

test('and the conformance suite, against its own simulator', async () => {
  const options = { cwd: folder, timeout: LIMIT_MS, env: { ...process.env, NODE_TEST_CONTEXT: undefined } };
  const { stdout } = await run(process.execPath, ['--test', SUITE], options).catch(
    (error: { stdout: string }) => error,
  );
  assert.match(stdout, /^ℹ fail 0$/m, stdout);
  assert(Number(/^ℹ pass (\d+)$/m.exec(stdout)?.[1]) > 30, stdout);
});

test('a field of the details that the schema does not know does not compile', async () => {
  const path = 'src/backends/acme-batch/index.ts';
  const right = files.get(path) ?? '';
  await put(path, right.replace('priority: row', 'priorty: row'));
  assert.match(await compile(), /'priorty' does not exist in type/);
  await put(path, right.replace("'AcmeBatchJobDetails'", "'AcmeJobDetails'"));
  assert.match(await compile(), /"AcmeJobDetails"' is not assignable/);
});
