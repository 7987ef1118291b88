import { errors, type JWTPayload, type JWTVerifyGetKey, jwtVerify } from 'jose';
import type { JwtConfig } from '../config/access.ts';
import { admit, type Verdict } from './caller.ts';
import type { RightsOf } from './create-roles.ts';
import { createKeys, HOLD_MS, KeysUnavailable } from './jwks.ts';
import { badCredential, cannotVerify, noRights } from './refusals.ts';

const LONGEST_TOKEN = 8_192;
const LONGEST_NAME = 200;
/** How far the clocks of issuer and gateway may be apart. */
const CLOCK_TOLERANCE_S = 5;

export type CheckToken = (token: string) => Promise<Verdict>;

/** Tokens of one issuer for one audience (RFC 7519, RFC 8725): signed, not expired, and with a role of the configuration. */
export function createTokenCheck(
  config: JwtConfig,
  rightsOf: RightsOf,
  now: () => number,
  keys: JWTVerifyGetKey = createKeys(config, now),
): CheckToken {
  const { issuer, audience, algorithms } = config;
  return async (token) => {
    if (token.length > LONGEST_TOKEN) return badCredential('The token is too long');
    try {
      const { payload } = await jwtVerify(token, keys, {
        issuer,
        audience,
        algorithms: [...algorithms],
        requiredClaims: ['exp'],
        clockTolerance: CLOCK_TOLERANCE_S,
        currentDate: new Date(now()),
      });
      return verdictOf(payload, config, rightsOf);
    } catch (error) {
      return refusalOf(error);
    }
  };
}

function verdictOf(payload: JWTPayload, config: JwtConfig, rightsOf: RightsOf): Verdict {
  const name = claimAt(payload, config.nameClaim);
  if (typeof name !== 'string' || name === '' || name.length > LONGEST_NAME)
    return badCredential('The token does not name its bearer');
  const roles = rolesIn(claimAt(payload, config.roleClaim));
  const rights = rightsOf(roles) ?? rightsOf(config.defaultRole === undefined ? [] : [config.defaultRole]);
  if (rights === null) return noRights('You are known here, but have no role that may see anything.');
  return admit({ name: `jwt:${name}`, rights }, 'authorization');
}

/** A claim at the top, or inside of others. */
function claimAt(payload: JWTPayload, claim: string | readonly string[]): unknown {
  return [claim].flat().reduce<unknown>((value, name) => propertyOf(value, name), payload);
}

const propertyOf = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? Reflect.get(value, name)
    : undefined;

/** A list, or texts with blanks between them, as `scope` has. */
function rolesIn(claim: unknown): readonly string[] {
  if (typeof claim === 'string') return claim.split(' ');
  return Array.isArray(claim) ? claim.filter((role) => typeof role === 'string') : [];
}

/** The words are the gateway's own: what the caller sent is not repeated. */
function refusalOf(error: unknown): Verdict {
  if (error instanceof KeysUnavailable) return cannotVerify(HOLD_MS / 1_000);
  if (error instanceof errors.JWTExpired) return badCredential('The token has expired');
  if (error instanceof errors.JWTClaimValidationFailed) return badCredential(claimFault(error.claim));
  return badCredential('The token is not one that the issuer has signed for this gateway');
}

const CLAIM_FAULTS: Readonly<Record<string, string>> = {
  aud: 'The token is for another audience',
  iss: 'The token is of another issuer',
  nbf: 'The token is not good yet',
  exp: 'The token has no end',
};

const claimFault = (claim: string): string => CLAIM_FAULTS[claim] ?? 'The token has a claim that is not good';
