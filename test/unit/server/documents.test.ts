import assert from 'node:assert/strict';
import { test } from 'node:test';
import { buildSchema } from 'graphql';
import { DEFAULT_LIMITS } from '../../../src/limits/limits.ts';
import { Documents } from '../../../src/server/operation/documents.ts';

const schema = buildSchema('type Query { hello: String }');
const ROOM = 200_000;

function setUp(documentBytes = ROOM) {
  const documents = new Documents(schema, { ...DEFAULT_LIMITS, documentBytes });
  const read = (text: string): Promise<void> => documents.check(text, documents.read(text), true);
  /** More than there is room for, each of them once. */
  const flood = async (): Promise<void> => {
    for (let i = 0; i < 200; i += 1) await read(`{ a${i}: hello }`);
  };
  return { documents, read, flood };
}

test('a document is kept from the first time on', async () => {
  const { documents, read } = setUp();
  await read('{ hello }');
  assert.notEqual(documents.known('{ hello }'), undefined);
});

test('documents of which no two are the same drive out none that was asked for twice', async () => {
  const { documents, read, flood } = setUp();
  await read('{ hello }');
  await read('{ once: hello }');
  const first = documents.known('{ hello }');
  await flood();
  assert.equal(documents.known('{ hello }'), first);
  assert.equal(documents.known('{ once: hello }'), undefined);
});

test('those that are used have no more room than is said either', async () => {
  const { documents, read } = setUp();
  const texts = Array.from({ length: 200 }, (_, i) => `{ a${i}: hello }`);
  for (const text of texts) {
    await read(text);
    documents.known(text);
  }
  const known = texts.filter((text) => documents.known(text) !== undefined).length;
  assert(known > 10 && known < 100, `${known} are kept`);
});

test('of more that take turns than there is room for new ones, each is kept from the second time on', async () => {
  const { documents, read } = setUp(4_000_000);
  const texts = Array.from({ length: 900 }, (_, i) => `{ a${i}: hello }`);
  for (let i = 0; i < 2; i += 1) for (const text of texts) await read(text);
  const known = texts.filter((text) => documents.known(text) !== undefined).length;
  assert(known > 700, `${known} of 900`);
});

test('one that is larger than the room for new ones is kept from the second time on', async () => {
  const { documents, read } = setUp();
  const large = `{ ${Array.from({ length: 20 }, (_, i) => `a${i}: hello`).join(' ')} }`;
  await read(large);
  assert.equal(documents.known(large), undefined);
  await read(large);
  assert.notEqual(documents.known(large), undefined);
});

test('what is wrong is not kept, and without room nothing is', async () => {
  const { documents, read } = setUp();
  await assert.rejects(read('{ nothing }'));
  assert.equal(documents.known('{ nothing }'), undefined);
  const none = setUp(0);
  await none.read('{ hello }');
  assert.equal(none.documents.known('{ hello }'), undefined);
});
