import type { SimulatorReply, SimulatorRequest } from '../../src/simulator/kit/http.ts';

const TOKEN = 'made-up-token';

export const TOKEN_SETTINGS = { projectId: 'p1', auth: { type: 'token', token: TOKEN } } as const;

/** docs/vendors/huawei-common.md#gateway-errors */
const told = (status: number, number: string, error_msg: string): SimulatorReply => ({
  status,
  json: { request_id: 'f'.repeat(32), error_code: `APIG.${number}`, error_msg },
});

/** docs/vendors/huawei-common.md#gateway-errors */
export const NO_SUCH_API = {
  error_code: 'APIGW.0101',
  error_msg: 'The API does not exist',
  request_id: 'f'.repeat(32),
};

/** Only the token of the tests comes in, and only to its own project. */
export function refuseForeign(
  { headers, params }: SimulatorRequest,
  expiries: number,
): SimulatorReply | null {
  if (headers['x-auth-token'] !== TOKEN)
    return told(401, '0301', 'Incorrect IAM authentication information: decrypt token fail');
  if (expiries > 0) return told(401, '0307', 'The token must be updated');
  return params['project'] === TOKEN_SETTINGS.projectId
    ? null
    : told(403, '0310', 'The project is unavailable');
}
