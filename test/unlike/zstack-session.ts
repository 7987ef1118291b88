import { createHash } from 'node:crypto';
import type { Handler, Route, SimulatorReply, SimulatorRequest } from '../../src/simulator/kit/http.ts';
import { failed, refused, ZONE } from './zstack-query.ts';

const PASSWORD = 'made-up-password';
const HASH = createHash('sha512').update(PASSWORD).digest('hex');

export const ACCOUNT_SETTINGS = {
  timeZone: ZONE,
  auth: { type: 'account', account: 'admin', password: PASSWORD },
} as const;

const LOGIN = '/zstack/v1/accounts/login';
const sessionOf = (expiries: number): string => String(expiries).padStart(32, '5');

/** docs/vendors/zstack.md#sign-in */
export const loginRoute = (expiries: () => number): Route => {
  const signIn: Handler = ({ body }) => {
    const given: unknown = JSON.parse(body);
    const isRight =
      JSON.stringify(given) === JSON.stringify({ logInByAccount: { accountName: 'admin', password: HASH } });
    if (!isRight) return failed('ID.1000', 'wrong account name or password');
    const uuid = sessionOf(expiries());
    return {
      status: 200,
      json: {
        inventory: {
          userUuid: 'b'.repeat(32),
          uuid,
          accountUuid: 'b'.repeat(32),
          createDate: '2036-12-31T20:30:00-03:30',
        },
      },
    };
  };
  return ['PUT', LOGIN, signIn];
};

/** No 401: no credentials are a text, an expired session is an error as any other (docs/vendors/zstack.md#errors). */
export function refuseStranger({ path, headers }: SimulatorRequest, expiries: number): SimulatorReply | null {
  if (path === LOGIN) return null;
  const { authorization } = headers;
  if (authorization === undefined) return refused('missing header Authorization');
  return authorization === `OAuth ${sessionOf(expiries)}`
    ? null
    : failed('ORG_ZSTACK_IDENTITY_10020', 'session[uuid:x] is expired or invalid');
}
