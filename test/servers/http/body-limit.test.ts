import assert from 'node:assert/strict';
import { type IncomingMessage, request } from 'node:http';
import { test } from 'node:test';
import { startTestServer } from './start-test-server.ts';

const MEBIBYTE = 1024 * 1024;

/** Posts blanks without telling how many; gives the status of the answer. */
async function postBlanks(url: string, bytes: number): Promise<number | undefined> {
  const headers = { 'content-type': 'application/json', 'transfer-encoding': 'chunked' };
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    request(url, { method: 'POST', headers }, resolve).on('error', reject).end(' '.repeat(bytes));
  });
  return response.resume().statusCode;
}

test('a body that does not tell its length is cut off at a mebibyte', async (t) => {
  const { url, close } = await startTestServer();
  t.after(close);
  assert.equal(await postBlanks(url, 2 * MEBIBYTE), 413);
  assert.equal(await postBlanks(url, MEBIBYTE / 2), 400, 'blanks are no JSON, but not too many');
});
