import { isIP } from 'node:net';
import { isLoopbackName } from '../config/access.ts';

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
