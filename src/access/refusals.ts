import { type Refusal, refuse, type Verdict } from './caller.ts';

const REALM = 'Bearer realm="jobweave"';

/** Words that are sent beside the message, for programs (RFC 6750, §3). */
const invalidToken = (description: string): string =>
  `${REALM}, error="invalid_token", error_description="${description}"`;

const unauthenticated = (message: string, challenge: string): Verdict =>
  refuse({ status: 401, code: 'UNAUTHENTICATED', message, headers: { 'www-authenticate': challenge } });

/** No credential came. */
export const noCredential = (ways: string): Verdict =>
  unauthenticated(`This gateway answers only callers that it knows: send ${ways}.`, REALM);

/** A credential came, and is not good. `why` is fixed text, without anything that the caller sent. */
export const badCredential = (why: string): Verdict => unauthenticated(`${why}.`, invalidToken(why));

/** The caller is known, and may see nothing. */
export const noRights = (message: string): Verdict => refuse({ status: 403, code: 'FORBIDDEN', message });

/** Nobody can tell now whether the token is good. */
export const cannotVerify = (retryAfterS: number): Verdict => {
  const refusal: Refusal = {
    status: 503,
    code: 'UPSTREAM_UNAVAILABLE',
    message: 'Tokens cannot be checked now: the keys of their issuer cannot be read. Ask again later.',
    headers: { 'retry-after': String(retryAfterS) },
  };
  return refuse(refusal);
};
