import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createCursorSigner } from '../../../src/connection/cursor/cursor-codec.ts';
import { createContext, type Gateway, type RequestContext } from '../../../src/context.ts';
import { ALL_RIGHTS } from '../../../src/scope/principal.ts';
import { askedBy } from '../../../src/server/asked.ts';
import { fakeSource } from '../loaders/fake-source.ts';

const SOURCES = ['dc1', 'dc2', 'search'].map((id) => fakeSource(id, []));

const GATEWAY: Gateway = {
  sources: new Map(SOURCES.map((source) => [source.id, source])),
  signer: createCursorSigner('a key for tests only'),
  scanLimits: { perRequest: 1, perSource: 1 },
  answerBytes: 1_000_000,
  budget: { vendorRequests: 1, rows: 1 },
  sourceErrors: 'errors',
};

/** What a request of somebody carries who may see these sources. */
function seenBy(...sources: readonly string[]): RequestContext {
  const principal = { name: 'key:x', rights: { ...ALL_RIGHTS, sources } };
  const headers = { 'x-api-key': 'secret', 'x-auth-token': 'of the vendor' };
  return createContext(GATEWAY, askedBy(new Request('http://gateway/graphql', { headers })), {
    principal,
    provedBy: 'x-api-key',
  });
}

test('what a request carries knows the sources of its caller, and no others', () => {
  assert.deepEqual([...seenBy('dc*').sources.keys()], ['dc1', 'dc2']);
  assert.deepEqual([...seenBy('*').sources.keys()], ['dc1', 'dc2', 'search']);
  assert.deepEqual([...seenBy('x').sources.keys()], []);
});

test('its loaders load nothing of the others, and ask them nothing', async () => {
  const { loaders } = seenBy('dc*');
  const key = { sourceId: 'search', originId: '', nativeId: '1', createdAt: null };
  assert.equal(await loaders.job.load(key), null);
  assert.equal(await loaders.origin.load({ sourceId: 'search', nativeId: 'o' }), null);
  assert.equal(await loaders.name.load({ sourceId: 'search', lookup: 'origin', id: 'o' }), null);
  for (const { asked } of SOURCES) assert.deepEqual(asked, []);
});

test('cursors are good for all who see the same, and for nobody else', () => {
  const place = Buffer.from('a place');
  const cursor = seenBy('dc*', 'search').signer.sign(place);
  assert.deepEqual(seenBy('search', 'dc*').signer.verify(cursor), place);
  for (const others of [['dc*'], ['search'], ['*'], ['dc1', 'dc2', 'search']])
    assert.equal(seenBy(...others).signer.verify(cursor), null, others.join());
  assert.deepEqual(
    seenBy('*').signer.sign(place),
    GATEWAY.signer.sign(place),
    'all is all, also of later sources',
  );
});

test('the header that proved who calls is not among those that can be forwarded', () => {
  const { header } = seenBy('*').scope;
  assert.equal(header('x-api-key'), null);
  assert.equal(header('x-auth-token'), 'of the vendor');
});
