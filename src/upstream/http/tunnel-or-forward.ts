import type { RawAnswer } from './exchange.ts';

/** Sends one request to a host in one of two ways. */
export interface WaysByProxy {
  readonly tunnel: () => Promise<RawAnswer>;
  /** The proxy itself asks, and passes on what it hears. */
  readonly forward: () => Promise<RawAnswer>;
}

/**
 * Plain HTTP goes through a tunnel, where no proxy keeps or changes what it says. But many proxies open tunnels for TLS
 * alone, and are asked to pass requests on instead (RFC 9112, section 3.2.2): from then on all that go to that host.
 */
export function createTunnelOrForward(): (host: string, ways: WaysByProxy) => Promise<RawAnswer> {
  const forwarded = new Set<string>();
  return async (host, { tunnel, forward }) => {
    if (forwarded.has(host)) return forward();
    try {
      return await tunnel();
    } catch (refusal) {
      if (!isNoTunnel(refusal)) throw refusal;
      const answer = await forward();
      if (isProxysOwn(answer)) throw refusal;
      forwarded.add(host);
      return answer;
    }
  };
}

/** What a proxy answers that opens no tunnel there: its reason stands only in the words of the HTTP client. */
const NO_TUNNEL = /^Proxy response \((?:400|403|404|405|501)\)/;

const isNoTunnel = (error: unknown): boolean => error instanceof Error && NO_TUNNEL.test(error.message);

/** A refusal that no API writes: a page for people, or nothing at all. */
const isProxysOwn = ({ status, headers }: RawAnswer): boolean =>
  [403, 405, 501].includes(status) && /^(?:$|text\/html)/.test(headers['content-type'] ?? '');
