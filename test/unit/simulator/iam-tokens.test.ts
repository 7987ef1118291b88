import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import * as z from 'zod';
import {
  createIamSimulator,
  DEMO_PROJECT,
  IAM_THROTTLED,
  type IamSimulator,
} from '../../../src/simulator/iam.ts';
import { get, rowsOf, START } from './huawei-client.ts';

const ISSUED = z.object({
  token: z.object({ expires_at: z.string(), project: z.object({ id: z.string() }) }),
});
const DAY = 24 * 3600 * 1000;
let clock = START;
let iam: IamSimulator;

const signIn = (password: string, scope?: object) => ({
  auth: {
    identity: {
      methods: ['password'],
      password: { user: { domain: { name: 'demo' }, name: 'demo', password } },
    },
    ...(scope === undefined ? {} : { scope }),
  },
});

const post = (body: unknown) =>
  fetch(`${iam.url}/v3/auth/tokens`, { method: 'POST', body: JSON.stringify(body) });

const tokenFor = async (scope: object | undefined): Promise<string> =>
  (await post(signIn('demo', scope))).headers.get('x-subject-token') ?? '';

describe('the identity service', () => {
  before(async () => {
    iam = await createIamSimulator({ now: () => clock });
  });
  after(() => iam.close());

  it('gives a token of about 3 KB that lasts 24 hours', async () => {
    const answer = await post(signIn('demo', { project: { name: DEMO_PROJECT.name } }));
    const token = answer.headers.get('x-subject-token') ?? '';
    assert.equal(answer.status, 201);
    assert.ok(token.length > 2900 && token.length < 4000);
    const { token: described } = ISSUED.parse(await answer.json());
    assert.equal(described.expires_at, '2026-11-21T10:00:00.000000Z');
    assert.equal(described.project.id, DEMO_PROJECT.id);
    clock = START + DAY - 1;
    assert.equal(iam.isToken(token), true);
    clock = START + DAY;
    assert.equal(iam.isToken(token), false);
    clock = START;
  });

  it('keeps older tokens valid until they are expired', async () => {
    const tokens = [await tokenFor({ project: { id: 'p' } }), await tokenFor({ project: { id: 'p' } })];
    assert.notEqual(tokens[0], tokens[1]);
    assert.deepEqual(tokens.map(iam.isToken), [true, true]);
    iam.expireTokens();
    assert.deepEqual(tokens.map(iam.isToken), [false, false]);
  });

  it('gives a token that opens nothing where no project is asked for', async () => {
    const token = await tokenFor(undefined);
    assert.notEqual(token, '');
    assert.equal(iam.isToken(token), false);
  });

  it('says in its own words what is wrong', async () => {
    const wrong = await post(signIn('guess', { project: { id: 'p' } }));
    assert.equal(wrong.status, 401);
    assert.equal(wrong.headers.get('x-subject-token'), null);
    assert.deepEqual(await wrong.json(), {
      error: { code: 401, message: 'The username or password is wrong.', title: 'Unauthorized' },
    });
    assert.equal((await post({ auth: {} })).status, 400);
    assert.equal((await get(iam, '/v3/nothing')).status, 404);
  });

  it('throttles when it is told to', async () => {
    iam.fault = () => IAM_THROTTLED;
    const answer = await post(signIn('demo'));
    iam.fault = null;
    assert.equal(answer.status, 429);
    assert.match(await answer.text(), /"IAM\.0012"/);
  });

  it('lists projects by name, for those it knows', async () => {
    const named = await get(iam, `/v3/projects?name=${DEMO_PROJECT.name}`);
    assert.deepEqual(
      rowsOf(named, 'projects').map(({ id }) => id),
      [DEMO_PROJECT.id],
    );
    assert.deepEqual((await get(iam, '/v3/projects?name=other')).body['projects'], []);
    assert.equal((await get(iam, '/v3/projects', {})).status, 401);
  });
});
