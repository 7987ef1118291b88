import assert from 'node:assert/strict';
import { test } from 'node:test';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { decodeBody, exceedsDepth } from '../../../../src/upstream/http/decode-body.ts';
import { failsWith } from '../support.ts';

const limit = { sourceId: 's', maxBodyBytes: 10_000 };
const text = Buffer.from('{"jobs":[]}');
const decode = async (bytes: Buffer, headers: Record<string, string> = {}, status = 200) =>
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
    [Buffer.from('no JSON'), 'zstd'],
    [Buffer.from([0x28, 0xb5, 0x2f, 0xfd]), 'zstd'],
    [Buffer.from('no JSON'), 'utf-8'],
    [text, 'br, br, br, br'],
  ] as const)
    await assert.rejects(decode(bytes, { 'content-encoding': encoding }), failsWith('UPSTREAM_BAD_RESPONSE'));
});

test('words that name no coding are taken to say nothing', async () => {
  for (const [bytes, encoding] of [
    [text, 'UTF-8'],
    [text, 'utf8'],
    [text, 'none'],
    [text, 'aws-chunked'],
    [text, 'binary'],
    [text, '7bit'],
    [text, 'null'],
    [text, 'chunked, identity'],
    [text, ' , '],
    [gzipSync(text), 'gzip, UTF-8'],
    [gzipSync(text), 'aws-chunked,gzip'],
  ] as const)
    assert.deepEqual(
      (await decode(bytes, { 'content-encoding': encoding })).reply.body,
      { jobs: [] },
      encoding,
    );
});

test('integers beyond 2^53 keep their digits', async () => {
  const { reply } = await decode(Buffer.from('{"id":653247040368672769}'));
  assert.equal(JSON.stringify(reply.body), '{"id":653247040368672769}');
});

test('a body is decoded by the charset that its type names, UTF-8 where it names none', async () => {
  const name = '备份';
  const bytes = (encoding: BufferEncoding) => Buffer.from(JSON.stringify({ name }), encoding);
  const gbk = Buffer.concat([Buffer.from('{"name":"'), Buffer.from('b1b8b7dd', 'hex'), Buffer.from('"}')]);
  const big5 = Buffer.concat([Buffer.from('{"name":"'), Buffer.from('b3c6a5f7', 'hex'), Buffer.from('"}')]);
  for (const [type, body, expected] of [
    ['application/json', bytes('utf8'), name],
    ['application/json;charset=utf8', bytes('utf8'), name],
    ['application/json; charset="UTF-8"', bytes('utf8'), name],
    ['application/json;charset=GBK', gbk, name],
    ['application/json; Charset="gb18030"', gbk, name],
    ["text/plain; q=1; charset = 'gb2312'", gbk, name],
    ['application/json;charset=big5', big5, '備份'],
    ['application/json;charset=utf-16le', bytes('utf16le'), name],
    ['application/json;charset=ISO-8859-1', Buffer.from('{"name":"Köln"}', 'latin1'), 'Köln'],
  ] as const) {
    const { reply } = await decode(body, { 'content-type': type });
    assert.deepEqual([reply.body, reply.doubt], [{ name: expected }, undefined], type);
  }
});

test('charsets by their other names', async () => {
  const gbk = Buffer.from([...Buffer.from('{"name":"'), 0xb1, 0xb8, 0xb7, 0xdd, ...Buffer.from('"}')]);
  for (const charset of ['GBK', 'cp936', 'MS936', 'windows-936']) {
    const { reply } = await decode(gbk, { 'content-type': `application/json;charset=${charset}` });
    assert.deepEqual([reply.body, reply.doubt], [{ name: '备份' }, undefined]);
  }
  const { reply } = await decode(text, { 'content-type': 'application/json;charset=utf8mb4' });
  assert.deepEqual([reply.body, reply.doubt], [{ jobs: [] }, undefined]);
});

test('bytes that are not of the charset are said; what was replaced before us is not', async () => {
  const broken = Buffer.from([...Buffer.from('{"name":"'), 0xb1, 0xb8, ...Buffer.from('"}')]);
  const { reply } = await decode(broken, { 'content-type': 'application/json' });
  assert.equal(reply.doubt, 'not all bytes are of the charset utf-8');
  const replaced = await decode(Buffer.from('{"name":"\ufffd"}'), { 'content-type': 'application/json' });
  assert.equal(replaced.reply.doubt, undefined);
});

test('a charset that nobody knows is read as UTF-8, and said', async () => {
  for (const charset of ['x-foo', 'utf8mb5', 'UTF8;']) {
    const { reply } = await decode(text, { 'content-type': `application/json;charset=${charset}` });
    const doubt = charset === 'UTF8;' ? undefined : `charset ${charset}: not known, so read as UTF-8`;
    assert.deepEqual([reply.body, reply.doubt], [{ jobs: [] }, doubt]);
  }
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

test('depth is the same whether the brackets are few or many, and whatever strings hold', () => {
  const deep = (levels: number): string => '['.repeat(levels) + ']'.repeat(levels);
  const many = '{},'.repeat(200);
  const odd = ['"{{{[[["', '"\\\\"', '"\\\\\\"{"', '"["'].join(',');
  for (const beside of ['', many, `${odd},`, many + many + odd.concat(',')]) {
    assert.equal(exceedsDepth(`[${beside}${deep(63)}]`, 64), false, beside);
    assert.equal(exceedsDepth(`[${beside}${deep(64)}]`, 64), true, beside);
  }
  assert.equal(exceedsDepth(`${many}"${'['.repeat(100)}`, 64), false);
});
