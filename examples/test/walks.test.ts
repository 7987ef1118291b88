import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { promisify } from 'node:util';
import { walk as withApollo } from '../clients/apollo-client.ts';
import { walk as withFetch } from '../clients/fetch.ts';
import { walk as withGraphqlRequest } from '../clients/graphql-request.ts';
import { walk as withJobweaveClient } from '../clients/jobweave-client.ts';
import { walk as withOctokit } from '../clients/octokit.ts';
import { walk as withRelay } from '../clients/relay/walk.ts';
import { walk as withTanstackQuery } from '../clients/tanstack-query.ts';
import { walk as withUrql } from '../clients/urql.ts';
import { walk as withGraphcache } from '../clients/urql-graphcache.ts';
import { FRAIL, type Started, startGateway } from './start-gateway.ts';

type Walk = (url: string, pageSize: number) => Promise<string[]>;

const run = promisify(execFile);

const command =
  (program: string, file: string): Walk =>
  async (url, pageSize) => {
    const { stdout } = await run(program, [
      join(import.meta.dirname, '../clients', file),
      url,
      `${pageSize}`,
    ]);
    return stdout.split('\n').filter((line) => line !== '');
  };

const CLIENTS: Readonly<Record<string, Walk>> = {
  'fetch alone': withFetch,
  'curl and jq': command('bash', 'walk-jobs.sh'),
  'Python, without any package': command('python3', 'walk_jobs.py'),
  'jobweave-client': withJobweaveClient,
  'graphql-request': withGraphqlRequest,
  'octokit’s paginator': withOctokit,
  'Relay, @connection': withRelay,
  'Apollo Client, relayStylePagination': withApollo,
  'urql’s document cache': withUrql,
  'urql’s graphcache, relayPagination': withGraphcache,
  'TanStack Query': withTanstackQuery,
};

const PAGE = 20;

let started: Started;
before(async () => {
  started = await startGateway();
});
after(() => started[Symbol.asyncDispose]());

const total = (): number => [...started.jobs.values()].reduce((sum, count) => sum + count, 0);

/** What the gateway has learnt of the vendor in one test must not reach the next one. */
async function untilHealthy(): Promise<void> {
  started.frail.heal();
  for (let tries = 0; tries < 100; tries += 1) {
    const ids = await withFetch(started.url, 500);
    if (ids.length === total()) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  assert.fail(`${FRAIL} does not come back`);
}

for (const [name, walk] of Object.entries(CLIENTS))
  describe(name, () => {
    test('walks all jobs, each once', async () => {
      await untilHealthy();
      const ids = await walk(started.url, PAGE);
      assert.equal(new Set(ids).size, ids.length);
      assert.equal(ids.length, total());
    });

    test('walks all jobs past an outage of a moment', async () => {
      await untilHealthy();
      started.frail.fail(2, 500);
      const ids = await walk(started.url, PAGE);
      assert.equal(new Set(ids).size, ids.length);
      assert.equal(ids.length, total());
    });

    test('ends past a source that stays dead, with what the others have', async () => {
      await untilHealthy();
      started.frail.fail(0, null);
      const ids = await walk(started.url, PAGE);
      assert.equal(new Set(ids).size, ids.length);
      assert.equal(ids.length, total() - (started.jobs.get(FRAIL) ?? 0));
    });
  });
