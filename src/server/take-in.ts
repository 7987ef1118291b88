import { setTimeout as delay } from 'node:timers/promises';
import { type Refusal, refuse, type Verdict } from '../access/caller.ts';
import type { Access } from '../access/create-access.ts';
import { seesAll } from '../access/visible-sources.ts';
import type { Limits } from '../limits/limits.ts';
import { type Admission, OVERLOADED } from './admission/admission.ts';
import { paceRefusals } from './admission/pace-refusals.ts';
import { type Answer, JSON_TYPE, refusalAnswer, tooLarge } from './answer.ts';
import type { Asked } from './asked.ts';
import { mostBytes } from './body-limits.ts';
import { isWhole, NOT_ACCEPTABLE, negotiateMediaTypes, wantsHtml } from './media-types.ts';
import { answerElsewhere, GRAPHQL_PATHS, METHODS, type Operations, PATHS } from './routes.ts';

export interface TakeInOptions {
  readonly access: Access;
  readonly onRefused: (refusal: Refusal) => void;
  readonly operations: Operations;
  /** `null`: browsers get none. */
  readonly graphiql: ((asked: Asked) => Promise<Answer>) | null;
  readonly limits: Pick<Limits, 'bodyBytes'>;
  readonly admission: Admission | null;
}

/** `null`: an operation is asked for, and may be read. */
export type TakeIn = (asked: Asked) => Answer | null | Promise<Answer | null>;

/** All that is decided of a request before any of its body is read, in this order. */
export function createTakeIn(options: TakeInOptions): TakeIn {
  const { access, onRefused, operations, graphiql, limits, admission } = options;
  const gate = createGate(access);
  const pace = paceRefusals();

  return (asked) => {
    const verdict = gate(asked);
    return verdict instanceof Promise
      ? verdict.then((known) => behindGate(asked, known))
      : behindGate(asked, verdict);
  };

  function behindGate(asked: Asked, verdict: Verdict | null): Answer | null | Promise<Answer> {
    if (verdict?.ok === false) {
      onRefused(verdict.refusal);
      return refused(verdict.refusal, asked);
    }
    asked.caller = verdict?.caller ?? null;
    if (!GRAPHQL_PATHS.has(asked.path)) return answerElsewhere(asked, operations);
    if (graphiql !== null && wantsHtml(asked)) return graphiql(asked);
    if (METHODS.includes(asked.method)) {
      asked.types = negotiateMediaTypes(asked.header('accept') ?? '');
      if (asked.types.length === 0) return refusalAnswer(NOT_ACCEPTABLE, 'application/json');
    }
    const most = mostBytes(asked, limits);
    if (Number(asked.header('content-length') ?? 0) > most) return refusalAnswer(tooLarge(most));
    return admission?.turnsAway(asked.caller?.principal.name) ? turnAway(asked) : null;
  }

  /** In a flood, this is most of what there is to do. */
  function turnAway(asked: Asked): Answer | Promise<Answer> {
    const ms = pace();
    return ms === 0 ? refused(OVERLOADED, asked) : delay(ms).then(() => refused(OVERLOADED, asked));
  }
}

/** In a type that the client takes, and not to be kept by anybody. */
function refused(refusal: Refusal, { header }: Asked): Answer {
  const type = negotiateMediaTypes(header('accept') ?? '').find(isWhole);
  const headers = { 'cache-control': 'no-store', ...refusal.headers };
  return refusalAnswer({ ...refusal, headers }, type === undefined ? JSON_TYPE : `${type}; charset=utf-8`);
}

/** What of a request decides whether it may come in. */
type Knock = Pick<Asked, 'method' | 'path' | 'header'>;

/** `null`: it needs nobody's leave, because it costs nothing and tells nothing. */
type Gate = (knock: Knock) => Verdict | Promise<Verdict> | null;

const PROBES: readonly string[] = [PATHS.live, PATHS.ready];

/** Everything stands behind it: which hosts we answer for, what browsers may be made to send, and who asks. */
function createGate({ authenticate, isAllowedHost, hasGraphiql }: Access): Gate {
  return (knock) => {
    const { method, path, header } = knock;
    if (PROBES.includes(path)) return null;
    if (!isAllowedHost(header('host'))) return refuse(WRONG_HOST);
    if (path === PATHS.metrics) return overAll(authenticate(header));
    if (!GRAPHQL_PATHS.has(path) || !METHODS.includes(method)) return null;
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
  const type = header('content-type') ?? '';
  if (method === 'POST' && (JSON_TYPES.includes(type) || JSON_TYPES.includes(plainType(type)))) return true;
  return HEADERS.some((name) => header(name) !== null);
}

/** Without parameters. */
const plainType = (type: string): string => type.replace(/;.*$/s, '').trim().toLowerCase();
