import { type Refusal, refuse, type Verdict } from '../access/caller.ts';
import type { Access } from '../access/create-access.ts';
import { seesAll } from '../access/visible-sources.ts';
import type { Asked } from './asked.ts';
import { wantsHtml } from './media-types.ts';
import { isGraphqlPath, METHODS, PATHS } from './routes.ts';

/** What of a request decides whether it may come in. */
export type Knock = Pick<Asked, 'method' | 'path' | 'header'>;

/** `null`: it needs nobody's leave, because it costs nothing and tells nothing. */
export type Gate = (knock: Knock) => Verdict | Promise<Verdict> | null;

const PROBES: readonly string[] = [PATHS.live, PATHS.ready];

/** Everything stands behind it: which hosts we answer for, what browsers may be made to send, and who asks. */
export function createGate({ authenticate, isAllowedHost, hasGraphiql }: Access): Gate {
  return (knock) => {
    const { method, path, header } = knock;
    if (PROBES.includes(path)) return null;
    if (!isAllowedHost(header('host'))) return refuse(WRONG_HOST);
    if (path === PATHS.metrics) return overAll(authenticate(header));
    if (!isGraphqlPath(path) || !METHODS.includes(method)) return null;
    if (hasGraphiql && wantsHtml(knock)) return null;
    return isPreflighted(knock) ? authenticate(header) : refuse(NO_PREFLIGHT);
  };
}

/** Metrics tell of all sources. */
async function overAll(verdict: Verdict | Promise<Verdict>): Promise<Verdict> {
  const known = await verdict;
  return known.ok && !seesAll(known.caller.principal.rights) ? refuse(ONLY_FOR_ALL) : known;
}

const WRONG_HOST: Refusal = {
  status: 403,
  code: 'FORBIDDEN',
  message:
    'The gateway does not answer under the name in the header `Host`. If it should, add the name to `server.allowedHosts`.',
};

const NO_PREFLIGHT: Refusal = {
  status: 403,
  code: 'FORBIDDEN',
  message:
    'A page of another origin could make a browser send this. Send JSON with POST (`content-type: application/json`), or add the header `x-jobweave-preflight: 1`.',
};

const ONLY_FOR_ALL: Refusal = {
  status: 403,
  code: 'FORBIDDEN',
  message: 'Metrics are for callers who may see all sources.',
};

/** Some of our own, and what other GraphQL servers ask for and clients send. */
const HEADERS: readonly string[] = [
  'apollo-require-preflight',
  'x-apollo-operation-name',
  'graphql-preflight',
  'x-graphql-yoga-csrf',
  'x-jobweave-preflight',
  'x-jobweave-source-errors',
  'x-jobweave-explain',
  'x-api-key',
];

const JSON_TYPES: readonly string[] = ['application/json', 'application/graphql-response+json'];

/**
 * Whether a browser that was told to send this by a page of another origin would have asked us first, and so would never have
 * sent it: that is so of JSON, and of headers of one's own. Of all else a page needs no leave (CSRF), so we refuse it.
 */
function isPreflighted({ method, header }: Knock): boolean {
  const [type = ''] = (header('content-type') ?? '').split(';');
  if (method === 'POST' && JSON_TYPES.includes(type.trim().toLowerCase())) return true;
  return HEADERS.some((name) => header(name) !== null);
}
