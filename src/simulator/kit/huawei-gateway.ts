import type { Handler, SimulatorReply, SimulatorRequest } from './http.ts';
import { hash32, hexId } from './random.ts';

/** How a simulated gateway knows its callers; every part has a default, see `huaweiAccess`. */
export interface HuaweiAccessOptions {
  /** Whether an `X-Auth-Token` is valid now. */
  readonly isToken?: (token: string) => boolean;
  /** Whether an SDK-HMAC-SHA256 signature is valid now. */
  readonly isSigned?: (request: SimulatorRequest) => boolean;
  /** Whether the key of a signature is locked after too many wrong ones. */
  readonly isKeyLocked?: () => boolean;
  /** The `auth` block of the source configuration that gets in. */
  readonly auth?: Readonly<Record<string, unknown>>;
  /** Expires what `isToken` accepts so far. */
  readonly expireCredentials?: () => void;
}

export type HuaweiAccess = Required<HuaweiAccessOptions>;

export const DEMO_TOKEN = 'jobweave-demo-token';

/** By default one static token gets in until it is expired, and no signature does. */
export const huaweiAccess = (options: HuaweiAccessOptions): HuaweiAccess => {
  let isExpired = false;
  return {
    isToken: options.isToken ?? ((token) => token === DEMO_TOKEN && !isExpired),
    isSigned: options.isSigned ?? (() => false),
    isKeyLocked: options.isKeyLocked ?? (() => false),
    auth: options.auth ?? { type: 'token', token: DEMO_TOKEN },
    expireCredentials: () => {
      isExpired = true;
      options.expireCredentials?.();
    },
  };
};

/** The gateway's own flat error envelope (docs/vendors/huawei-common.md#gateway-errors). */
export const gatewayError = (status: number, number: string, message: string): SimulatorReply => {
  const request_id = hexId(hash32(status, Number(number)), 'request', Date.now());
  return { status, json: { error_msg: message, error_code: `APIGW.${number}`, request_id } };
};

/** The 401 for a caller who may not come in, or `null` (docs/vendors/huawei-common.md#tokens, #signatures, #gateway-errors). */
export const refusalOf = (request: SimulatorRequest, access: HuaweiAccess): SimulatorReply | null => {
  const { authorization, 'x-auth-token': token } = request.headers;
  if (token !== undefined)
    return access.isToken(token) ? null : gatewayError(401, '0307', 'The token must be updated');
  if (!authorization?.startsWith('SDK-HMAC-SHA256 '))
    return gatewayError(401, '0301', 'Incorrect IAM authentication information: x-auth-token not found');
  if (access.isSigned(request)) return null;
  const why = access.isKeyLocked()
    ? 'AK access failed to reach the limit,forbidden.'
    : 'verify aksk signature fail';
  return gatewayError(401, '0301', `Incorrect IAM authentication information: ${why}`);
};

/** A handler that only known callers reach. */
export const guarded =
  (access: HuaweiAccess, handler: Handler): Handler =>
  (request) =>
    refusalOf(request, access) ?? handler(request);

/** What the gateway says to a path or method that no API has (docs/vendors/huawei-common.md#gateway-errors). */
export const gatewayNotFound = (): SimulatorReply =>
  gatewayError(404, '0101', 'The API does not exist or has not been published in the environment');
