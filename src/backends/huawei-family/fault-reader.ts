import type { Fault, FaultReader } from '../../datasource/contract/transport.ts';
import { codeOfStatus, WORDED, WORDLESS } from '../../upstream/fault/code-of-status.ts';
import { readErrorWords } from './error-words.ts';

type FaultCode = Fault['code'];

/** The vendor's own error codes on the left. `UPSTREAM_…` and `NOT_FOUND` are final, `CREDENTIALS_EXPIRED` signs in again. */
export type FaultTable = Readonly<Record<string, FaultCode>>;

/** Codes of the gateway before every service, without their prefix (docs/vendors/huawei-common.md#gateway-errors). */
const GATEWAY: FaultTable = {
  '0101': 'UPSTREAM_REJECTED',
  '0103': 'UPSTREAM_UNAVAILABLE',
  '0104': 'UPSTREAM_UNAVAILABLE',
  '0105': 'UPSTREAM_UNAVAILABLE',
  '0106': 'UPSTREAM_UNAVAILABLE',
  '0301': 'CREDENTIALS_EXPIRED',
  '0302': 'UPSTREAM_FORBIDDEN',
  '0303': 'CREDENTIALS_EXPIRED',
  '0305': 'CREDENTIALS_EXPIRED',
  '0306': 'UPSTREAM_FORBIDDEN',
  '0307': 'CREDENTIALS_EXPIRED',
  '0308': 'UPSTREAM_RATE_LIMITED',
  '0310': 'UPSTREAM_FORBIDDEN',
  '0601': 'UPSTREAM_UNAVAILABLE',
  '0613': 'UPSTREAM_UNAVAILABLE',
  '0802': 'UPSTREAM_FORBIDDEN',
};

/** Names of OpenStack's faults; what others mean tells the status with them (docs/vendors/huawei-vbs.md#errors). */
const OPENSTACK: FaultTable = { itemNotFound: 'NOT_FOUND', overLimit: 'UPSTREAM_RATE_LIMITED' };

const CHECK_ADDRESS = 'check the region, the endpoint and the projectId of this source';

/** A 404 that names no code tells of the address, not of the thing: what is there says so in the vendor's own words. */
const NO_SUCH_PATH: Fault = { code: 'UPSTREAM_REJECTED', message: `no such path; ${CHECK_ADDRESS}` };

/**
 * A service's faults: its own codes first, whatever the status they come with, then the gateway's, then the status. An
 * answer without words is left to its status, unless that is 404.
 */
export const faultReader =
  (table: FaultTable): FaultReader =>
  (reply) => {
    const words = readErrorWords(reply.body, reply.status < 400);
    if (words === null) return reply.status === 404 ? NO_SUCH_PATH : null;
    const { nativeCode, message } = words;
    if (nativeCode === null) return faultOfMessage(reply.status, message ?? '');
    const known = table[nativeCode] ?? gatewayCode(nativeCode, message) ?? OPENSTACK[nativeCode];
    const code = known ?? codeOfStatus(words.status ?? reply.status, WORDED);
    const allowance = code === 'UPSTREAM_RATE_LIMITED' ? allowanceOf(message) : null;
    return {
      code,
      nativeCode,
      message,
      allowance,
      retryAfterMs: words.retryAfterMs ?? allowance?.perMs ?? null,
    };
  };

const SAYS_MISSING =
  /\b(?:not|n[o']t be|cannot be) found\b|\bdoes(?: not|n't) exist|\bno (?:such|longer exists)/i;
/** The words of the status itself, which tell no more than it does. */
const BARE = /^(?:404 )?not found\.?$/i;
const TELLS_OF_PATH = /\b(?:url|uri|path|route|api|page|endpoint|method)s?\b/i;

/** Older gateways name no code: of a 404 the message tells whether the thing or its address is missing. */
function faultOfMessage(status: number, message: string): Fault {
  if (status !== 404) return { code: codeOfStatus(status, WORDLESS), message };
  if (BARE.test(message)) return NO_SUCH_PATH;
  if (SAYS_MISSING.test(message) && !TELLS_OF_PATH.test(message)) return { code: 'NOT_FOUND', message };
  return { code: 'UPSTREAM_REJECTED', message: `${message}; ${CHECK_ADDRESS}` };
}

function gatewayCode(nativeCode: string, message: string | null): FaultCode | undefined {
  const [prefix, number] = nativeCode.split('.');
  if (prefix !== 'APIGW' && prefix !== 'APIG') return undefined;
  const code = GATEWAY[number ?? ''];
  return code === 'CREDENTIALS_EXPIRED' && LOCKED.test(message ?? '') ? 'CREDENTIALS_LOCKED' : code;
}

/** The same code as of a wrong key (docs/vendors/huawei-common.md#locks). */
const LOCKED = /failed to reach the limit|\block(?:ed|out)\b/i;

const UNITS: Readonly<Record<string, number>> = { second: 1_000, minute: 60_000, hour: 3_600_000 };

/**
 * `... over ratelimit,limit:200,time:5 minute` tells the pace, and the window after which to ask again
 * (docs/vendors/huawei-common.md#throttling).
 */
function allowanceOf(message: string | null): NonNullable<Fault['allowance']> | null {
  const pattern = /limit:(\d{1,9}),time:(\d{1,6}) (second|minute|hour)/;
  const [, requests, count, unit] = pattern.exec((message ?? '').slice(0, 1_000)) ?? [];
  const perMs = Number(count) * (UNITS[unit ?? ''] ?? 0);
  return Number(requests) > 0 && perMs > 0 ? { requests: Number(requests), perMs } : null;
}
