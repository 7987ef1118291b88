import assert from 'node:assert/strict';
import { test } from 'node:test';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { decodeBody } from '../../../../src/upstream/http/decode-body.ts';
import { exceedsDepth } from '../../../../src/upstream/http/exceeds-depth.ts';
import { failsWith } from '../support.ts';

const limit = { sourceId: 's', maxBodyBytes: 10_000 };
const text = Buffer.from('{"jobs":[]}');
const decode = (bytes: Buffer, headers: Record<string, string> = {}, status = 200) =>
  decodeBody(bytes, { status, headers }, limit);

test('undoes every coding that was asked for, one or two of them', async () => {
  for (const [bytes, encoding] of [
    [text, 'identity'],
    [gzipSync(text), 'GZIP'],
    [deflateSync(text), 'deflate'],
    [deflateRawSync(text), 'deflate'],
    [brotliCompressSync(text), 'br'],
    [gzipSync(deflateSync(text)), 'deflate, gzip'],
  ] as const) {
    const { reply, bytes: size } = await decode(bytes, { 'content-encoding': encoding });
    assert.deepEqual(reply.body, { jobs: [] }, encoding);
    assert.equal(size, text.length);
  }
});

test('bombs, broken and unknown codings are bad answers', async () => {
  const bomb = gzipSync(Buffer.alloc(1_000_000));
  assert.ok(bomb.length < limit.maxBodyBytes);
  for (const [bytes, encoding] of [
    [bomb, 'gzip'],
    [gzipSync(text).subarray(0, 20), 'gzip'],
    [text, 'gzip'],
    [text, 'zstd'],
    [text, 'br, br, br, br'],
  ] as const)
    await assert.rejects(decode(bytes, { 'content-encoding': encoding }), failsWith('UPSTREAM_BAD_RESPONSE'));
});

test('the status of a failure counts more than its unreadable body', async () => {
  const { reply } = await decode(text, { 'content-encoding': 'gzip' }, 503);
  assert.deepEqual([reply.status, reply.body, reply.isJson], [503, '', false]);
});

test('JSON is known by its type or its look; the rest stays text', async () => {
  const parsed = async (body: string, type?: string) => {
    const { reply } = await decode(Buffer.from(body), type === undefined ? {} : { 'content-type': type });
    return reply.isJson ? reply.body : `text:${String(reply.body)}`;
  };
  assert.deepEqual(await parsed(' [1]', 'text/plain'), [1]);
  assert.equal(await parsed('null', 'application/json;charset=UTF-8'), null);
  assert.equal(await parsed('null'), 'text:null');
  assert.equal(await parsed('{"a":', 'application/json'), 'text:{"a":');
  assert.equal(await parsed('<html>', 'application/json'), 'text:<html>');
  assert.deepEqual(await parsed('\ufeff{}'), {});
});

test('depth is bounded, brackets in strings do not count', async () => {
  const nested = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`;
  assert.equal(exceedsDepth(nested(64), 64), false);
  assert.equal(exceedsDepth(nested(65), 64), true);
  assert.equal(exceedsDepth(`{"a\\"${'['.repeat(100)}":"${'{'.repeat(100)}"}`, 2), false);
  assert.equal(exceedsDepth(`[${'[],'.repeat(1_000)}[]]`, 2), false);
  await assert.rejects(decode(Buffer.from(nested(5_000))), failsWith('UPSTREAM_BAD_RESPONSE'));
});
