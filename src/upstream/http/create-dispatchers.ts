import { getCACertificates } from 'node:tls';
import { Agent, type Dispatcher, EnvHttpProxyAgent, Pool } from 'undici';
import type { UpstreamLimits } from '../upstream-limits.ts';
import type { ConnectionSettings } from './connection-settings.ts';

export interface Dispatchers {
  /** Straight to the host, or through the tunnel of a proxy. */
  readonly direct: Dispatcher;
  /** By a proxy that passes plain HTTP on; `null`: there is no proxy. */
  readonly forward: Dispatcher | null;
}

/** Sockets of one source: `concurrency` to each host, its own and that of its sign-in. */
export function createDispatchers(
  limits: UpstreamLimits,
  { proxy, tls }: ConnectionSettings = {},
): Dispatchers {
  const trust = tls === undefined ? {} : tlsOptions(tls);
  const options = {
    connections: limits.concurrency,
    connectTimeout: limits.timeoutMs,
    // Exact only to about a second; an attempt is bounded by its abort signal.
    headersTimeout: 0,
    bodyTimeout: 0,
    // The default would refuse an answer that brings a long token (docs/vendors/README.md#what-shared-code-relies-on).
    maxHeaderSize: 64 * 1024,
    allowH2: false,
    connect: trust,
  };
  if (proxy === undefined || proxy === 'none') return { direct: new Agent(options), forward: null };
  const of = typeof proxy === 'string' ? { http: proxy, https: proxy } : proxy;
  const by = (proxyTunnel: boolean): Dispatcher =>
    new EnvHttpProxyAgent({
      ...options,
      // Empty ones stand for none: what is left out here would be looked for in the environment of the process.
      httpProxy: of.http ?? '',
      httpsProxy: of.https ?? '',
      noProxy: ('except' in of ? of.except : undefined) ?? '',
      proxyTunnel,
      requestTls: trust,
      proxyTls: trust,
      // Else requests that a proxy passes on would have the client's own limits.
      factory: (origin, own) => new Pool(origin, { ...options, ...own }),
    });
  return { direct: by(true), forward: by(false) };
}

function tlsOptions({ ca, cert, key, insecure }: NonNullable<ConnectionSettings['tls']>) {
  return {
    ...(ca === undefined ? {} : { ca: [...getCACertificates('default'), ca] }),
    ...(cert === undefined ? {} : { cert }),
    ...(key === undefined ? {} : { key }),
    rejectUnauthorized: !insecure,
  };
}
