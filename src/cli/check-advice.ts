import type { SourceError, SourceErrorCode } from '../model/source-error.ts';

/** Where a request went that failed. */
export interface AskedHost {
  readonly host: string;
  readonly purpose: 'read' | 'sign-in';
}

export interface Circumstances {
  readonly asked: AskedHost | null;
  readonly settings: Readonly<Record<string, unknown>>;
  /** What the backend thinks of settings that no schema can judge; `null`: nothing. */
  readonly hint: string | null;
}

/** How to correct it. Other failures say so in their message, or nobody knows. */
const ADVICE: Partial<Readonly<Record<SourceErrorCode, string>>> = {
  UPSTREAM_LATE: 'Raise `deadlineMs`, or name fewer `origins`.',
  UPSTREAM_AUTH_FAILED: 'Correct `auth`; the message says what the vendor does not accept.',
  UPSTREAM_FORBIDDEN: 'Give the account the right to read jobs.',
  NOT_FOUND: 'Check `endpoint`, the project and `origins`.',
};

/** What a person may do about a failure; `null`: nobody knows. */
export function adviceFor(error: SourceError, circumstances: Circumstances): string | null {
  const advice = ownAdvice(error, circumstances);
  const parts = [circumstances.hint, advice].filter((part) => part !== null);
  return parts.length === 0 ? null : parts.join(' ');
}

function ownAdvice(error: SourceError, { asked, settings }: Circumstances): string | null {
  const { code, upstreamStatus, retryAfterMs } = error;
  const key = asked === null ? '`endpoint`' : settingOf(asked, settings);
  const where = asked === null ? '' : `, which leads to ${asked.host}`;
  switch (code) {
    case 'UPSTREAM_UNAVAILABLE':
      return upstreamStatus === null
        ? `Check ${key}${where}, and that it can be reached from here.`
        : `It can be reached, but says with HTTP ${upstreamStatus} that it does not serve now: try again later, and ask who operates it.`;
    case 'UPSTREAM_TIMEOUT':
      return `Check ${key}${where}, or raise \`timeoutMs\`.`;
    case 'UPSTREAM_RATE_LIMITED':
      return retryAfterMs === null
        ? 'Set `rateLimit` to what the vendor allows.'
        : `Wait ${Math.ceil(retryAfterMs / 1_000)} s; set \`rateLimit\` to what the vendor allows.`;
    case 'UPSTREAM_REJECTED':
      return `Check ${key}${where}, and the project.`;
    case 'UPSTREAM_BAD_RESPONSE':
      return `Check that ${key} is the address of the API${where}.`;
    default:
      return ADVICE[code] ?? null;
  }
}

/** The setting that a host comes from. */
function settingOf({ host, purpose }: AskedHost, settings: Readonly<Record<string, unknown>>): string {
  const auth = isMap(settings['auth']) ? settings['auth'] : {};
  const given = [
    ['`endpoint`', settings['endpoint']],
    ['`auth.endpoint`', auth['endpoint']],
    ['`auth.iamEndpoint`', auth['iamEndpoint']],
  ] as const;
  const named = given.find(([, value]) => typeof value === 'string' && hostIn(value) === host);
  if (named !== undefined && (named[0] !== '`endpoint`' || purpose === 'read')) return named[0];
  if (named !== undefined) return given.slice(1).find(([, value]) => hostIn(value) === host)?.[0] ?? named[0];
  return purpose === 'sign-in' ? '`region`, or give `auth.endpoint`' : '`region`, or give `endpoint`';
}

const isMap = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

const hostIn = (value: unknown): string | null =>
  typeof value === 'string' && URL.canParse(value) ? new URL(value).host : null;
