import { Agent, type Dispatcher } from 'undici';
import type { UpstreamLimits } from '../upstream-limits.ts';

/** Sockets of one source: `concurrency` to each host, its own and that of its sign-in. */
export function createDispatcher(limits: UpstreamLimits): Dispatcher {
  return new Agent({
    connections: limits.concurrency,
    connectTimeout: limits.timeoutMs,
    // Exact only to about a second; an attempt is bounded by its abort signal.
    headersTimeout: 0,
    bodyTimeout: 0,
    // The default would refuse an answer that brings a long token (docs/vendors/README.md#what-shared-code-relies-on).
    maxHeaderSize: 64 * 1024,
    allowH2: false,
  });
}
