import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makeExecutableSchema } from '@graphql-tools/schema';
import { createServer } from '../../../src/server.ts';
import { errorObserver } from '../../support/error-observer.ts';
import { listen } from './listen.ts';

test('a client that hangs up ends its request', async (t) => {
  const entered = Promise.withResolvers<AbortSignal>();
  const aborted = Promise.withResolvers<void>();
  const wentOn = { value: false };
  const lines: object[] = [];
  const resolvers = {
    Query: {
      first: async (_: unknown, __: unknown, { signal }: { signal: AbortSignal }) => {
        signal.addEventListener('abort', () => aborted.resolve());
        entered.resolve(signal);
        await aborted.promise;
        return {};
      },
    },
    First: {
      next: () => {
        wentOn.value = true;
      },
    },
  };
  const typeDefs = 'type Query { first: First } type First { next: String }';
  const server = createServer({
    schema: makeExecutableSchema({ typeDefs, resolvers }),
    context: ({ signal }) => ({ reportErrors: [], signal }),
    version: '0.0.0',
    observer: errorObserver(lines),
  });
  const { url, close } = await listen(server);
  t.after(close);

  const client = new AbortController();
  const answer = fetch(`${url}?query={first{next}}`, {
    headers: { accept: 'application/json', 'x-jobweave-preflight': '1' },
    signal: client.signal,
  });
  const signal = await entered.promise;
  assert.equal(signal.aborted, false);
  client.abort();
  await assert.rejects(answer, { name: 'AbortError' });
  await aborted.promise;
  await new Promise(setImmediate);
  assert.equal(wentOn.value, false, 'the fields below are not asked any more');
  assert.deepEqual(lines, [], 'nothing is broken, so nothing is logged');
});
