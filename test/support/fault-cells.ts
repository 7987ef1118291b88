import type { SimulatedFault } from '../../src/simulator/kit/simulator.ts';

/** Of the world that `startWorld` starts. */
export const SOURCE_IDS = ['dc1', 'apps', 'search', 'backups', 'deploys'] as const;
export type SourceId = (typeof SOURCE_IDS)[number];

/** One thing that can go wrong with a vendor, and what a client is then told of its source. */
export interface FaultCell {
  readonly fault?: SimulatedFault;
  /** Only the first request goes wrong. */
  readonly once?: boolean;
  readonly endpoint?: (url: string) => string;
  readonly settings?: Readonly<Record<string, unknown>>;
  /** `null`: nobody notices. */
  readonly code: string | null | ((id: SourceId) => string | null);
  readonly state?: string;
  readonly retryAfterMs?: (id: SourceId) => number | null;
  readonly only?: SourceId;
}

const status = (code: number, body = '', headers: Record<string, string> = {}): SimulatedFault => ({
  kind: 'status',
  status: code,
  body,
  headers,
});
const JSON_TYPE = { 'content-type': 'application/json' };
const SESSION_EXPIRED = status(
  503,
  '{"error":{"code":"ID.1001","description":"Session expired","details":"Session expired"}}',
  JSON_TYPE,
);
const THROTTLED = status(
  429,
  '{"error_code":"APIGW.0308","error_msg":"The throttling threshold has been reached: policy user over ratelimit,limit:10,time:1 second"}',
  JSON_TYPE,
);

/** A signature cannot be renewed as a token can: the first refusal is the last. */
const renewed = (id: SourceId): string | null => (id === 'backups' ? 'UPSTREAM_AUTH_FAILED' : null);

export const FAULT_CELLS: Readonly<Record<string, FaultCell>> = {
  refused: { endpoint: () => 'http://127.0.0.1:1', code: 'UPSTREAM_UNAVAILABLE' },
  'TLS failure': { endpoint: (url) => url.replace('http:', 'https:'), code: 'UPSTREAM_UNAVAILABLE' },
  'reset at once': { fault: { kind: 'reset' }, code: 'UPSTREAM_UNAVAILABLE' },
  'reset in the body': { fault: { kind: 'reset-in-body' }, code: 'UPSTREAM_UNAVAILABLE' },
  'hang before headers': { fault: { kind: 'hang' }, code: 'UPSTREAM_TIMEOUT' },
  'hang in the body': { fault: { kind: 'hang-in-body' }, code: 'UPSTREAM_TIMEOUT' },
  'slow drip': { fault: { kind: 'drip', msPerByte: 100 }, code: 'UPSTREAM_TIMEOUT' },
  'slow drip past the deadline': {
    fault: { kind: 'drip', msPerByte: 100 },
    settings: { timeoutMs: 60_000, deadlineMs: 1_000 },
    code: 'UPSTREAM_LATE',
    state: 'LATE',
  },
  '500': { fault: status(500, 'oops'), code: 'UPSTREAM_UNAVAILABLE' },
  '503 text': { fault: status(503, 'Service Unavailable'), code: 'UPSTREAM_UNAVAILABLE' },
  '503 with session expired for ever': { fault: SESSION_EXPIRED, code: 'UPSTREAM_AUTH_FAILED', only: 'dc1' },
  '503 with session expired once': { fault: SESSION_EXPIRED, once: true, code: null, only: 'dc1' },
  '429 with a window': {
    fault: THROTTLED,
    code: 'UPSTREAM_RATE_LIMITED',
    // The node has no such envelope: its status alone tells.
    retryAfterMs: (id) => (id === 'dc1' ? null : 1_000),
  },
  '429 with Retry-After': {
    fault: status(429, '', { 'retry-after': '86400' }),
    code: 'UPSTREAM_RATE_LIMITED',
    retryAfterMs: () => 86_400_000,
  },
  '429 without a window': {
    fault: status(429),
    code: 'UPSTREAM_RATE_LIMITED',
    retryAfterMs: () => null,
  },
  '401 for ever': { fault: status(401), code: 'UPSTREAM_AUTH_FAILED' },
  '401 once': { fault: status(401), once: true, code: renewed },
  '403': { fault: status(403), code: 'UPSTREAM_FORBIDDEN' },
  'truncated JSON': { fault: { kind: 'truncate' }, code: 'UPSTREAM_BAD_RESPONSE' },
  'wrong shape': { fault: { kind: 'list' }, code: 'UPSTREAM_BAD_RESPONSE' },
  HTML: { fault: { kind: 'html' }, code: 'UPSTREAM_BAD_RESPONSE' },
  empty: { fault: { kind: 'empty' }, code: 'UPSTREAM_BAD_RESPONSE' },
  'a body over the limit': { fault: { kind: 'huge', bytes: 2_000_000 }, code: 'UPSTREAM_BAD_RESPONSE' },
  'bad gzip': { fault: { kind: 'bad-gzip' }, code: 'UPSTREAM_BAD_RESPONSE' },
  'endless redirect': { fault: { kind: 'redirect-loop' }, code: 'UPSTREAM_BAD_RESPONSE' },
};

/** The cells that this source can meet, by name. */
export const cellsOf = (id: SourceId): (readonly [name: string, cell: FaultCell])[] =>
  Object.entries(FAULT_CELLS).filter(([, { only }]) => only === undefined || only === id);

/** The code that a client is told when this source is ill. */
export const codeOf = ({ code }: FaultCell, id: SourceId): string | null =>
  typeof code === 'function' ? code(id) : code;
