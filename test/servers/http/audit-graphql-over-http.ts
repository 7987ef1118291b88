import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { serverAudits } from 'graphql-http';
import type { Listening } from './listen.ts';

/** How many audits the specification's suite has; fewer would mean that some no longer run. */
const AUDITS = 61;

/** The suite asks by GET too, which the gateway answers only to who shows that no foreign page made them ask. */
const preflighted: typeof fetch = (url, init) => {
  const headers = new Headers(init?.headers);
  headers.set('x-jobweave-preflight', '1');
  return fetch(url, { ...init, headers });
};

/** Registers one test for every audit of the GraphQL over HTTP specification. */
export function auditGraphQLOverHttp(start: () => Promise<Listening>): void {
  describe('GraphQL over HTTP', () => {
    let server: Listening | undefined;
    before(async () => {
      server = await start();
    });
    after(() => server?.close());
    const audits = serverAudits({
      url: () => server?.url ?? assert.fail('the server did not start'),
      fetchFn: preflighted,
    });
    test('every audit is there', () => assert.equal(audits.length, AUDITS));
    for (const audit of audits) {
      test(`${audit.id} ${audit.name}`, async () => {
        const result = await audit.fn();
        assert.equal(result.status, 'ok', 'reason' in result ? result.reason : '');
      });
    }
  });
}
