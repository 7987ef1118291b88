import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createCursorSigner } from '../../src/connection/cursor/cursor-codec.ts';
import { createContext, type Gateway, type RequestContext } from '../../src/context.ts';
import { askedBy } from '../../src/server/asked.ts';

const GATEWAY: Gateway = {
  sources: new Map(),
  signer: createCursorSigner('a key for tests only'),
  scanLimits: { perRequest: 100, perSource: 100 },
  answerBytes: 1_000_000,
  budget: { vendorRequests: 1_000, rows: 1_000 },
  sourceErrors: 'errors',
};

const DEFECTS = { asSourceError: () => assert.fail('nothing is thrown') };

const ledgerOf = ({ scope }: RequestContext, id: string) =>
  scope.of({ id, deadlineMs: 1_000, defects: DEFECTS as never }).ledger;

/** An operation for which two sources had all of their answers kept for a minute. */
function contextWith(headers: Record<string, string> = {}): RequestContext {
  const context = createContext(GATEWAY, askedBy(new Request('http://gateway/graphql', { headers })));
  for (const id of ['a', 'b']) ledgerOf(context, id).hit(Date.now() + 60_000);
  context.reports.push(() => ['a', 'b'].map((sourceId) => ({ sourceId, state: 'OK', rowsReturned: 1 })));
  return context;
}

test('an answer is good for as long as the first of the answers that it was made of', () => {
  const context = contextWith();
  ledgerOf(context, 'b').hit(Date.now() + 5_000);
  assert(context.freshMs() > 4_000 && context.freshMs() <= 5_000);
});

test('it is not where anything was asked, was stale, or came from elsewhere', () => {
  const asked = contextWith();
  ledgerOf(asked, 'b').send()();
  assert.equal(asked.freshMs(), 0);
  const stale = contextWith();
  ledgerOf(stale, 'a').hit(Date.now() - 1);
  assert.equal(stale.freshMs(), 0);
  const remembered = contextWith();
  ledgerOf(remembered, 'c');
  assert.equal(remembered.freshMs(), 0);
});

test('nor where a source is not well, or the answer is to be explained', () => {
  for (const state of ['PARTIAL', 'LATE', 'FAILED'] as const) {
    const context = contextWith();
    context.reports.push(() => [{ sourceId: 'c', state, rowsReturned: 0 }]);
    assert.equal(context.freshMs(), 0, state);
  }
  assert.equal(contextWith({ 'x-jobweave-explain': '1' }).freshMs(), 0);
  assert.equal(createContext(GATEWAY, askedBy(new Request('http://gateway/graphql'))).freshMs(), 0);
});
