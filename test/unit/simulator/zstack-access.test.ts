import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { test } from 'node:test';
import { ZSTACK_ACCESS_KEY } from '../../../src/simulator/zstack-access.ts';
import { errorCodeOf, START, sessionOf, withZstack } from './zstack-client.ts';

const PATH = '/scheduler/job/history';
const HOUR = 3_600_000;

/** As `EEE, dd MMM yyyy HH:mm:ss z` of a wall clock that is so many hours ahead of UTC. */
const dateHeader = (time: number, hoursAhead: number): string =>
  new Date(time + hoursAhead * HOUR).toUTCString().replace('GMT', 'CST');

const accessKey = (date: string, secret: string = ZSTACK_ACCESS_KEY.secret) => ({
  Date: date,
  Authorization: `ZStack ${ZSTACK_ACCESS_KEY.id}:${createHmac('sha1', secret)
    .update(`GET\n${date}\n/v1${PATH}`)
    .digest('base64')}`,
});

test('a session lives for 7200 seconds, whether it is used or not', () =>
  withZstack({}, async ({ clock, get }) => {
    clock.time = START + 7_199_999;
    assert.equal((await get(PATH)).status, 200);
    clock.time = START + 7_200_000;
    const expired = await get(PATH);
    assert.equal(expired.status, 503);
    assert.equal(errorCodeOf(expired), 'ID.1001');
    assert.match(expired.text, /Session expired/);
  }));

test('the login answer says when the session ends, in the printed form of times', () =>
  withZstack({}, async ({ logIn }) => {
    const { text } = await logIn();
    assert.match(text, /"expiredDate":"May 1, 2026 10:00:00 PM"/);
    assert.match(sessionOf({ status: 200, text }), /^[0-9a-f]{32}$/);
  }));

test('a wrong password or account is an authentication error', () =>
  withZstack({}, async ({ logIn }) => {
    for (const answer of [await logIn('wrong'), await logIn('password', 'nobody')]) {
      assert.equal(answer.status, 503);
      assert.equal(errorCodeOf(answer), 'ID.1000');
    }
  }));

test('a login that is none is refused in plain text', () =>
  withZstack({}, async ({ simulator }) => {
    for (const body of ['', '{}', '{"logInByAccount":{"accountName":"admin"}}']) {
      const reply = await fetch(`${simulator.url}/zstack/v1/accounts/login`, { method: 'PUT', body });
      assert.deepEqual([reply.status, reply.headers.get('content-type')?.split(';')[0]], [400, 'text/plain']);
    }
  }));

test('there are at most 500 sessions at a time', () =>
  withZstack({}, async ({ clock, logIn }) => {
    for (let n = 1; n < 500; n += 1) assert.equal((await logIn()).status, 200);
    const refused = await logIn();
    assert.equal(refused.status, 503);
    assert.equal(errorCodeOf(refused), 'ID.1006');
    clock.time = START + 2 * HOUR;
    assert.equal((await logIn()).status, 200);
  }));

test('a session can be ended and asked about', () =>
  withZstack({}, async ({ simulator, get, logIn }) => {
    const session = sessionOf(await logIn());
    const isValid = () => get(`/accounts/sessions/${session}/valid`, {});
    assert.equal((await isValid()).text, '{"validSession":true}');
    await fetch(`${simulator.url}/zstack/v1/accounts/sessions/${session}`, { method: 'DELETE' });
    assert.equal((await isValid()).text, '{"validSession":false}');
    assert.equal(errorCodeOf(await get(PATH, { Authorization: `OAuth ${session}` })), 'ID.1001');
  }));

test('credentials can be expired by hand', () =>
  withZstack({}, async ({ simulator, get, renew }) => {
    simulator.expireCredentials();
    assert.equal(errorCodeOf(await get(PATH)), 'ID.1001');
    await renew();
    assert.equal((await get(PATH)).status, 200);
  }));

test('a missing or unknown authorization is refused in plain text', () =>
  withZstack({}, async ({ get }) => {
    assert.deepEqual(await get(PATH, {}), { status: 400, text: "missing header 'Authorization'" });
    const { status, text } = await get(PATH, { Authorization: 'Bearer x' });
    assert.equal(status, 400);
    assert.match(text, /^unsupported authorization type 'Bearer'/);
  }));

test('the public signature vector of docs/vendors/zstack.md#access-keys holds for the way that this test signs', () => {
  const text = 'GET\nTue, 14 Nov 2017 14:20:57 UTC\n/v1/scheduler/job/history';
  assert.equal(createHmac('sha1', 'secret').update(text).digest('base64'), 'bUb/dq/GbRqgwVoeXHJKsIwGEt0=');
});

test("an access key gets in, dated in the server's local time, and its query is not signed", () =>
  withZstack({}, async ({ get }) => {
    const headers = accessKey(dateHeader(START, 8));
    assert.equal((await get(PATH, headers)).status, 200);
    assert.equal((await get(`${PATH}?limit=1`, headers)).status, 200);
    const wrong = await get(PATH, accessKey(dateHeader(START, 8), 'wrong secret'));
    assert.equal(wrong.status, 503);
    assert.equal(errorCodeOf(wrong), 'ID.1000');
  }));

test("a date that is not within 15 minutes of the server's local time is refused, whatever its zone says", () =>
  withZstack({}, async ({ get }) => {
    const refused = { status: 403, text: 'requestTimeTooSkewed' };
    assert.deepEqual(await get(PATH, accessKey(dateHeader(START, 0))), refused);
    assert.deepEqual(await get(PATH, accessKey(dateHeader(START - 901_000, 8))), refused);
    assert.equal((await get(PATH, accessKey(dateHeader(START + 900_000, 8)))).status, 200);
    assert.equal((await get(PATH, { ...accessKey('yesterday') })).status, 400);
  }));

test('wrong paths and methods are refused in plain text', () =>
  withZstack({}, async ({ simulator, get }) => {
    assert.deepEqual(await get('/nothing'), { status: 404, text: 'no api mapping to /zstack/v1/nothing' });
    assert.equal((await get(`${PATH}/1`)).status, 404);
    const post = await fetch(`${simulator.url}/zstack/v1${PATH}`, { method: 'POST' });
    assert.equal(post.status, 405);
  }));
