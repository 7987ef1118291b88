import { isIP } from 'node:net';
import { type AccessConfig, canAuthenticate, isLoopbackName, type JwtConfig } from '../config/access.ts';
import type { Config } from '../config/config.ts';
import { ALL_RIGHTS, ANONYMOUS, type Principal } from '../scope/principal.ts';
import { type Authenticate, admit, type ReadHeader, type Verdict } from './caller.ts';
import { createApiKeyCheck } from './check-api-key.ts';
import type { CheckToken } from './check-token.ts';
import { createRoles, type RightsOf } from './create-roles.ts';
import { badCredential, noCredential } from './refusals.ts';

/** Who may come in, and what they find there. */
export interface Access {
  readonly authenticate: Authenticate;
  readonly isAllowedHost: IsAllowedHost;
  /** Whether browsers get GraphiQL: a page that tells nothing, so nobody needs leave for it. */
  readonly hasGraphiql: boolean;
}

/** Everybody could reach the gateway and see all, and nobody has said that this is meant. */
export class OpenToAll extends Error {
  override readonly name = 'OpenToAll';
}

/**
 * Who may come in where the gateway listens on `host`. Throws `OpenToAll` where that is everybody, without `allowAnonymous`.
 * Without a configuration, callers on this machine may do everything.
 */
export function createAccess(
  { server, access }: Pick<Config, 'server' | 'access'>,
  host: string,
  now: () => number = Date.now,
): Access {
  const isLocal = isLoopbackName(host);
  const known = access !== undefined && canAuthenticate(access) ? access : null;
  const allowsAnonymous = access?.allowAnonymous ?? false;
  if (known === null && !isLocal && !allowsAnonymous) throw new OpenToAll(openToAll(host));
  const anonymous = anonymousOf(access, isLocal);
  return {
    authenticate:
      known === null ? always(anonymous) : createAuthenticate(known, allowsAnonymous ? anonymous : null, now),
    isAllowedHost: createHostRule({
      ...(server.allowedHosts && { allowed: server.allowedHosts }),
      listensOn: host,
      needsCredential: known !== null && !allowsAnonymous,
    }),
    hasGraphiql: server.graphiql ?? isLocal,
  };
}

const openToAll = (host: string): string =>
  `On ${host} everybody who reaches this machine could read all jobs. Say who may: configure \`access.apiKeys\` or \`access.jwt\`; ` +
  'listen on 127.0.0.1; or, if everybody may, set `access.allowAnonymous: true` (without a file: --allow-anonymous).';

const always = (principal: Principal): Authenticate => {
  const verdict = admit(principal, null);
  return () => verdict;
};

/** Beyond this machine, callers of whom nothing is known see jobs, and neither the schema nor what an answer took. */
function anonymousOf(config: AccessConfig | undefined, isLocal: boolean): Principal {
  const role = config?.anonymousRole;
  const rights = role === undefined ? null : createRoles(config?.roles ?? {})([role]);
  if (rights !== null) return { ...ANONYMOUS, rights };
  return isLocal
    ? ANONYMOUS
    : { ...ANONYMOUS, rights: { ...ALL_RIGHTS, explain: false, introspection: false } };
}

/** A credential that is sent has to be good, even where none is needed. Without one the caller is `anonymous`; `null`: refused. */
function createAuthenticate(
  { apiKeys, roles, jwt }: AccessConfig,
  anonymous: Principal | null,
  now: () => number,
): Authenticate {
  const rightsOf = createRoles(roles);
  const checkKey = apiKeys.length === 0 ? null : createApiKeyCheck(apiKeys, rightsOf, now);
  const checkToken = jwt === undefined ? null : loadTokenCheck(jwt, rightsOf, now);
  const ways = [
    ...(checkKey ? ['an API key in the header `x-api-key`'] : []),
    ...(checkToken ? ['a token as `Authorization: Bearer …`'] : []),
  ].join(' or ');

  const checkBearer = (token: string): Verdict | Promise<Verdict> =>
    checkKey?.(token, 'authorization') ??
    (checkToken !== null && looksLikeToken(token) ? checkToken(token) : UNKNOWN);

  return (header) => {
    const key = checkKey === null ? null : header('x-api-key');
    if (checkKey !== null && key !== null) return checkKey(key, 'x-api-key') ?? UNKNOWN;
    const bearer = bearerIn(header);
    if (bearer !== null) return checkBearer(bearer);
    return anonymous === null ? noCredential(ways) : admit(anonymous, null);
  };
}

/** The package for it is loaded only where tokens are checked. */
function loadTokenCheck(config: JwtConfig, rightsOf: RightsOf, now: () => number): CheckToken {
  const loaded = import('./check-token.ts').then(({ createTokenCheck }) =>
    createTokenCheck(config, rightsOf, now),
  );
  return async (token) => (await loaded)(token);
}

/** Three parts of base64url, the last one not empty: a token without signature is none. */
const TOKEN = /^[\w-]+\.[\w-]+\.[\w-]+$/;

const looksLikeToken = (text: string): boolean => TOKEN.test(text);

const UNKNOWN = badCredential('This credential is not known here');

/** `null`: there is none. Other schemes are not the gateway's: sources may be read with them. */
function bearerIn(header: ReadHeader): string | null {
  const found = /^bearer(?:\s+(.*))?$/i.exec(header('authorization')?.trim() ?? '');
  return found === null ? null : (found[1] ?? '');
}

/** Whether a request is for us, by its header `Host`; `null`: it has none, as no browser sends it. */
export type IsAllowedHost = (host: string | null) => boolean;

export interface HostRule {
  /** Without port; absent: as the other two say. */
  readonly allowed?: readonly string[];
  /** Where the gateway listens. */
  readonly listensOn: string;
  /** Whether every request needs a credential that browsers do not send by themselves. */
  readonly needsCredential: boolean;
}

/**
 * Keeps out pages whose name was turned round to point here (DNS rebinding): to the browser the gateway is then of the page's
 * own origin. An address cannot be turned round, only a name can; and where a credential is needed, such a page has none.
 */
export function createHostRule({ allowed, listensOn, needsCredential }: HostRule): IsAllowedHost {
  const names = new Set([...(allowed ?? []), listensOn].map(canonical));
  const isLocal = isLoopbackName(listensOn);
  const takesAll = allowed === undefined && !isLocal && needsCredential;
  const takesAddresses = allowed === undefined && !isLocal;
  const isAllowed = (name: string): boolean =>
    names.has(name) ||
    (isLocal && isLoopbackName(name)) ||
    (takesAddresses && (isIP(name) > 0 || isLoopbackName(name)));
  /** Nearly all requests have the same. */
  let lastAllowed: string | null = null;
  return (header) => {
    if (header === null || takesAll || header === lastAllowed) return true;
    if (!isAllowed(hostnameOf(header))) return false;
    lastAllowed = header;
    return true;
  };
}

/** Without port, brackets, and the dot of the root. */
const hostnameOf = (header: string): string => canonical(header.trim().replace(/:\d*$/, ''));

const canonical = (name: string): string =>
  name
    .toLowerCase()
    .replace(/^\[(.*)\]$/, '$1')
    .replace(/\.$/, '');
