import type { AskedHost } from '../backends/backend.ts';
import type { SourceError, SourceErrorCode } from '../model/source-error.ts';

export interface Circumstances {
  readonly asked: AskedHost | null;
  readonly settings: Readonly<Record<string, unknown>>;
  /** Which settings lead to a host that is written in none of them; `null`: the backend says nothing of it. */
  readonly derived: (asked: AskedHost) => string | null;
  /** What the backend thinks of settings that no schema can judge; `null`: nothing. */
  readonly hint: string | null;
}

/** How to correct it. Other failures say so in their message, or nobody knows. */
const ADVICE: Partial<Readonly<Record<SourceErrorCode, string>>> = {
  UPSTREAM_LATE: 'Raise `deadlineMs`, or name fewer `origins`.',
  UPSTREAM_FORBIDDEN: 'Give the account the right to read jobs, and check the project.',
  NOT_FOUND: 'Check `endpoint`, the project and `origins`.',
};

/** What a person may do about a failure; `null`: nobody knows. */
export function adviceFor(error: SourceError, circumstances: Circumstances): string | null {
  const advice = ownAdvice(error, circumstances);
  const parts = [circumstances.hint, advice].filter((part) => part !== null);
  return parts.length === 0 ? null : parts.join(' ');
}

function ownAdvice(error: SourceError, circumstances: Circumstances): string | null {
  const { code, upstreamStatus, retryAfterMs } = error;
  const { asked } = circumstances;
  const key = asked === null ? '`endpoint`' : settingOf(asked, circumstances);
  const where = asked === null ? '' : `, which leads to ${asked.host}`;
  const { proxy } = circumstances.settings;
  const isByProxy = proxy !== undefined && proxy !== 'none';
  const byProxy = isByProxy ? ' by the proxy that `proxy` or the environment names' : '';
  switch (code) {
    case 'UPSTREAM_UNAVAILABLE':
      return upstreamStatus === null
        ? `Check ${key}${where}, and that it can be reached from here${byProxy}.`
        : `It can be reached, but says with HTTP ${upstreamStatus} that it does not serve now: try again later, and ask who operates it.`;
    case 'UPSTREAM_TIMEOUT':
      return `Check ${key}${where}, or raise \`timeoutMs\`.`;
    case 'UPSTREAM_RATE_LIMITED':
      return retryAfterMs === null
        ? 'Set `rateLimit` to what the vendor allows.'
        : `Wait ${Math.ceil(retryAfterMs / 1_000)} s; set \`rateLimit\` to what the vendor allows.`;
    case 'UPSTREAM_AUTH_FAILED':
      return `Correct \`auth\`; the message says what the vendor does not accept.${asked?.purpose === 'sign-in' ? ` It was told at ${asked.host}: check ${key} if that is not where one signs in.` : ''}`;
    case 'UPSTREAM_REJECTED':
      return `Check ${key}${where}, and the project.`;
    case 'UPSTREAM_BAD_RESPONSE':
      return `Check that ${key} is the address of the API${where}.`;
    default:
      return ADVICE[code] ?? null;
  }
}

/** The setting that a host comes from. */
function settingOf(asked: AskedHost, { settings, derived }: Circumstances): string {
  const keys = keysLeadingTo(asked.host, settings);
  const isOfAuth = (key: string): boolean => key.startsWith('auth.') === (asked.purpose === 'sign-in');
  const key = keys.find(isOfAuth) ?? keys[0];
  return key === undefined ? (derived(asked) ?? '`endpoint`') : `\`${key}\``;
}

/** Of the settings that are addresses: `endpoint`, `auth.endpoint`. */
function keysLeadingTo(host: string, settings: object): readonly string[] {
  return Object.entries(settings).flatMap(([key, value]: [string, unknown]) => {
    if (typeof value === 'string') return hostIn(value) === host ? [key] : [];
    if (typeof value !== 'object' || value === null) return [];
    return keysLeadingTo(host, value).map((inner) => `${key}.${inner}`);
  });
}

const hostIn = (value: string): string | null => (URL.canParse(value) ? new URL(value).host : null);
