import { z } from 'zod';
import type { Fault, FaultReader, Reply } from '../../datasource/contract/transport.ts';
import { codeOfStatus, WORDED } from '../../upstream/fault/code-of-status.ts';

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

const words = z
  .union([z.string(), z.number()])
  .nullish()
  .transform((value) => (value === null || value === undefined ? null : String(value)));

/** All the spellings of an error that these services use (docs/vendors/huawei-common.md#spellings-of-an-error). */
const envelope = z.object({
  error_code: words,
  error_msg: words,
  errCode: words,
  externalMessage: words,
  errorCode: words,
  errorMsg: words,
  error: z.object({ code: words, message: words }).nullish().catch(null),
});

interface VendorWords {
  readonly nativeCode: string | null;
  readonly message: string | null;
}

function readWords(body: unknown): VendorWords {
  const parsed = envelope.safeParse(body);
  if (!parsed.success) return { nativeCode: null, message: null };
  const { error_code, error_msg, errCode, externalMessage, errorCode, errorMsg, error } = parsed.data;
  return {
    nativeCode: error_code ?? errCode ?? errorCode ?? error?.code ?? null,
    message: error_msg ?? externalMessage ?? errorMsg ?? error?.message ?? null,
  };
}

/** A 404 that names no code tells of the address, not of the thing: what is there says so in the vendor's own words. */
const NO_SUCH_PATH: Fault = {
  code: 'UPSTREAM_REJECTED',
  message: 'no such path; check the region, the endpoint and the projectId of this source',
};

/**
 * A service's faults: its own codes first, whatever the status they come with, then the gateway's, then the status. An
 * answer without a code is left to its status, unless that is 404.
 */
export const faultReader =
  (table: FaultTable): FaultReader =>
  (reply) => {
    const { nativeCode, message } = readWords(reply.body);
    if (nativeCode === null) return reply.status === 404 ? NO_SUCH_PATH : null;
    const code = table[nativeCode] ?? gatewayCode(nativeCode) ?? codeOf(reply);
    if (code === null) return null;
    const allowance = code === 'UPSTREAM_RATE_LIMITED' ? allowanceOf(message) : null;
    return { code, nativeCode, message, allowance, retryAfterMs: allowance?.perMs ?? null };
  };

function gatewayCode(nativeCode: string): FaultCode | undefined {
  const [prefix, number] = nativeCode.split('.');
  return prefix === 'APIGW' || prefix === 'APIG' ? GATEWAY[number ?? ''] : undefined;
}

/** `null`: a success, whose body happens to have a key of that name. */
const codeOf = ({ status }: Reply): FaultCode | null => (status < 400 ? null : codeOfStatus(status, WORDED));

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
