import { type ReadHeader, type Refusal, refuse, type Verdict } from '../access/caller.ts';
import type { Access } from '../access/create-access.ts';
import { seesAll } from '../access/visible-sources.ts';
import { isPreflighted } from './is-preflighted.ts';
import { isGraphqlPath, PATHS } from './use-routes.ts';
import { wantsHtml } from './wants-html.ts';

/** What of a request decides whether it may come in. */
export interface Knock {
  readonly method: string;
  /** Of the request's target, without query. */
  readonly path: string;
  readonly header: ReadHeader;
}

/** `null`: it needs nobody's leave, because it costs nothing and tells nothing. */
export type Gate = (knock: Knock) => Verdict | Promise<Verdict> | null;

const PROBES: readonly string[] = [PATHS.live, PATHS.ready];
const METHODS: readonly string[] = ['GET', 'POST'];

/** Everything stands behind it: which hosts we answer for, what browsers may be made to send, and who asks. */
export function createGate({ authenticate, isAllowedHost, hasGraphiql }: Access): Gate {
  return ({ method, path, header }) => {
    if (PROBES.includes(path)) return null;
    if (!isAllowedHost(header('host'))) return refuse(WRONG_HOST);
    if (path === PATHS.metrics) return overAll(authenticate(header));
    if (!isGraphqlPath(path) || !METHODS.includes(method)) return null;
    if (hasGraphiql && wantsHtml(method, header)) return null;
    return isPreflighted(method, header) ? authenticate(header) : refuse(NO_PREFLIGHT);
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
