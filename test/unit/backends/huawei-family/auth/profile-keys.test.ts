import assert from 'node:assert/strict';
import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import {
  profileFault,
  profileKeys,
  readProfile,
} from '../../../../../src/backends/huawei-family/auth/profile-keys.ts';
import { failsWith, fakeClock, noSignIn } from '../../../upstream/support.ts';

let folder = '';
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'profile-'));
});
after(() => rm(folder, { recursive: true }));

async function profile(text: string): Promise<string> {
  const path = join(folder, 'credentials');
  await writeFile(`${path}.new`, text);
  await rename(`${path}.new`, path);
  return path;
}

test('reads the section [basic], as the SDKs do', async () => {
  const path = await profile(
    '# mine\n[global]\nak = no\n[basic]\nAK = a-key\nsk: a=secret;with signs\nproject_id=p1\nsecurity_token =\niam_endpoint = https://iam.example.com\n[other]\nak = no\n',
  );
  assert.deepEqual(readProfile(path), {
    accessKey: 'a-key',
    secretKey: 'a=secret;with signs',
    projectId: 'p1',
    iamEndpoint: 'https://iam.example.com',
  });
});

test('tells what is wrong with a file', async () => {
  assert.match(profileFault(join(folder, 'none')) ?? '', /names no file that can be read/);
  assert.match(profileFault(await profile('[basic]\nak = a\n')) ?? '', /without `ak` and `sk`/);
  assert.equal(profileFault(await profile('[basic]\nak = a\nsk = s\n')), null);
  const keys = '[basic]\nak = a\nsk = s\n';
  assert.match(
    profileFault(await profile(`${keys}iam_endpoint = iam.example.com`)) ?? '',
    /`iam_endpoint` is no/,
  );
  const profiled = await profile(`${keys}iam_endpoint = https://iam.example.com/\n`);
  assert.equal(readProfile(profiled).iamEndpoint, 'https://iam.example.com');
});

test('a file that changes is read again, and what is half written is not taken', async () => {
  const clock = fakeClock();
  const io = { ...noSignIn, now: clock.now };
  const path = await profile('[basic]\nak = a1\nsk = s1\n');
  const source = profileKeys(path);
  const key = async () => (await source.keys(io)).accessKey;
  assert.equal(await key(), 'a1');
  await profile('[basic]\nak = a2\n');
  clock.advance(1_000);
  assert.equal(await key(), 'a1');
  await profile('[basic]\nak = a22\nsk = s2\n');
  assert.equal(await key(), 'a1', 'it is not looked for every request');
  clock.advance(1_000);
  assert.equal(await key(), 'a22');
  assert.deepEqual([...source.secrets()].sort(), ['a1', 'a22', 's1', 's2']);
  await profile('[basic]\nak = a333\nsk = s3\n');
  assert.equal(source.reject(await source.keys(io)), true, 'refused, but there is another one');
  assert.equal(await key(), 'a333');
});

test('without a file there is nothing to sign with', async () => {
  await assert.rejects(profileKeys(join(folder, 'none')).keys(noSignIn), failsWith('UPSTREAM_AUTH_FAILED'));
});
