import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { after, before, test } from 'node:test';
import { createProductsServer } from '../../test/support/products-server.ts';
import { COMPOSERS } from './support/compose.ts';
import { freePort } from './support/free-port.ts';
import { listenOnLoopback } from './support/listen-on-loopback.ts';
import { startApollo } from './support/routers.ts';
import { startProcess } from './support/start-process.ts';

const require = createRequire(import.meta.url);
const SUITE = dirname(require.resolve('@apollo/federation-subgraph-compatibility-tests/package.json'));

/** The suite asks the router there and nowhere else. */
const ROUTER_PORT = 4000;

/** Tracing for Apollo's own products, which the gateway does not have. */
const NOT_FOR_US = ['ftv1'];

interface Outcome {
  readonly testResults: readonly {
    readonly message: string;
    readonly assertionResults: readonly {
      readonly fullName: string;
      readonly status: string;
      readonly failureMessages: readonly string[];
    }[];
  }[];
}

const stack = new AsyncDisposableStack();
let productsUrl: string;

before(async () => {
  const schemaOf = (file: string): string => readFileSync(join(SUITE, file), 'utf8');
  const products = { name: 'products', sdl: schemaOf('products.graphql') };
  const server = createServer(createProductsServer(products.sdl));
  productsUrl = `${stack.use(await listenOnLoopback(server)).url}/graphql`;
  const others = await Promise.all(
    ['users', 'inventory'].map(async (name) => {
      const { url } = await startSuitesOwn(name);
      return { name, url, sdl: schemaOf(`dist/subgraphs/${name}/${name}.graphql`) };
    }),
  );
  const composed = COMPOSERS['Apollo']?.([...others, { ...products, url: productsUrl }]) ?? assert.fail();
  assert.deepEqual(composed.errors, []);
  stack.use(await startApollo(composed.supergraph ?? '', ROUTER_PORT));
});
after(() => stack.disposeAsync());

/** One of the subgraphs that come with the suite; they listen everywhere unless they are kept from it. */
async function startSuitesOwn(name: string) {
  const port = await freePort();
  const loopback = join(import.meta.dirname, 'support/only-loopback.ts');
  const main = join(SUITE, `dist/subgraphs/${name}/index.js`);
  const environment = { [`${name.toUpperCase()}_PORT`]: String(port) };
  return stack.use(await startProcess(`http://127.0.0.1:${port}`, ['--import', loopback, main], environment));
}

async function runSuite(): Promise<Outcome> {
  const config = {
    rootDir: join(SUITE, 'dist/tests'),
    testEnvironment: 'node',
    haste: { retainAllFiles: true },
    testPathIgnorePatterns: [],
    transform: {},
  };
  const args = [
    require.resolve('jest/bin/jest'),
    '--ci',
    '--json',
    '--runInBand',
    '--config',
    JSON.stringify(config),
  ];
  const child = spawn(process.execPath, args, {
    env: { ...process.env, PRODUCTS_URL: productsUrl },
    stdio: ['ignore', 'pipe', 'ignore'],
    timeout: 120_000,
  });
  return JSON.parse(await text(child.stdout)) as Outcome;
}

test("Apollo's compatibility suite for subgraphs passes, all of it that applies", async () => {
  const { testResults } = await runSuite();
  assert.deepEqual(
    testResults.filter(({ assertionResults }) => assertionResults.length === 0).map(({ message }) => message),
    [],
  );
  const results = testResults.flatMap(({ assertionResults }) => assertionResults);
  const passed = results.filter(({ status }) => status === 'passed').map(({ fullName }) => fullName);
  const failed = results.filter(({ status }) => status !== 'passed');
  console.log(`passed: ${passed.sort().join('; ')}`);
  assert.deepEqual(
    failed.filter(({ fullName }) => !NOT_FOR_US.includes(fullName)),
    [],
  );
  assert(passed.length >= 20, `${passed.length}`);
});
