import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { watchLatest as withApollo } from '../clients/apollo-client-defer.ts';
import { watchLatest as withUrql } from '../clients/urql-defer.ts';
import { type Started, startGateway } from './start-gateway.ts';

let started: Started;
before(async () => {
  started = await startGateway();
});
after(() => started[Symbol.asyncDispose]());

for (const [name, watch] of Object.entries({ 'Apollo Client': withApollo, urql: withUrql }))
  test(`${name} shows the jobs first, then the count`, async () => {
    const shown = (await watch(started.url)).map((data) => JSON.stringify(data));
    assert.match(shown[0] ?? '', /"id"/);
    assert.doesNotMatch(shown[0] ?? '', /"value"/);
    assert.match(shown.at(-1) ?? '', /"id".*"value":\d+/);
  });
