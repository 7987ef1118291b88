import { getCACertificates } from 'node:tls';
import { Agent, type Dispatcher, EnvHttpProxyAgent } from 'undici';
import type { UpstreamLimits } from '../upstream-limits.ts';
import type { ConnectionSettings } from './connection-settings.ts';

/** Sockets of one source: `concurrency` to each host, its own and that of its sign-in. */
export function createDispatcher(
  limits: UpstreamLimits,
  { proxy, tls }: ConnectionSettings = {},
): Dispatcher {
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
  if (proxy === undefined || proxy === 'none') return new Agent(options);
  const of = typeof proxy === 'string' ? { http: proxy, https: proxy } : proxy;
  return new EnvHttpProxyAgent({
    ...options,
    // Empty ones stand for none: what is left out here would be looked for in the environment of the process.
    httpProxy: of.http ?? '',
    httpsProxy: of.https ?? '',
    noProxy: ('except' in of ? of.except : undefined) ?? '',
    // Plain HTTP too goes through a tunnel, where no proxy keeps or changes what it says.
    proxyTunnel: true,
    requestTls: trust,
    proxyTls: trust,
  });
}

function tlsOptions({ ca, cert, key, insecure }: NonNullable<ConnectionSettings['tls']>) {
  return {
    ...(ca === undefined ? {} : { ca: [...getCACertificates('default'), ca] }),
    ...(cert === undefined ? {} : { cert }),
    ...(key === undefined ? {} : { key }),
    rejectUnauthorized: !insecure,
  };
}
