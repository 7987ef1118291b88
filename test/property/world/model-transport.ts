import type { GoodReply, Transport } from '../../../src/datasource/contract/transport.ts';
import { SourceError } from '../../../src/model/source-error.ts';
import { answer } from './answer.ts';
import type { ModelVendor, Trouble } from './model-vendor.ts';
import type { Random } from './random.ts';

/** For one page of one source. */
const MOST_REQUESTS = 3_000;

/** Answers from memory, as awkwardly as the vendor's traits have it. */
export function modelTransport(vendor: ModelVendor, random: Random, beforeAnswer: () => void): Transport {
  let asked = 0;
  return {
    partition: () => 'model',
    secrets: () => [],
    close: async () => undefined,
    send: async ({ path, query = [] }, { signal }) => {
      signal.throwIfAborted();
      const number = ++asked;
      const before = vendor.requests + vendor.discoveries;
      if (before > MOST_REQUESTS) throw new RangeError('The reading of one page does not end.');
      if (path === '/origins') vendor.discoveries += 1;
      else vendor.requests += 1;
      await Promise.resolve();
      failIn(vendor.troubles, before);
      const [most, border] = [mostRows(vendor.troubles, before), borderOf(vendor.troubles, before)];
      const body = answer({ vendor, path, query, random, most, border });
      beforeAnswer();
      const reply: GoodReply = { status: 200, headers: {}, isJson: true, body, asked: number };
      return reply;
    },
  };
}

/** `before`: so many requests were made of the vendor for this page. */
function failIn(troubles: readonly Trouble[], before: number): void {
  for (const trouble of troubles) {
    const { after } = trouble;
    if (trouble.kind !== 'outage' || before < after || before >= after + trouble.requests) continue;
    const { retryAfterMs } = trouble;
    throw new SourceError({ code: 'UPSTREAM_CIRCUIT_OPEN', message: 'down', retryAfterMs });
  }
}

function mostRows(troubles: readonly Trouble[], before: number): number {
  const cut = troubles.find((trouble) => trouble.kind === 'short-page');
  return cut?.after === before ? cut.rows : Number.POSITIVE_INFINITY;
}

function borderOf(troubles: readonly Trouble[], before: number): number | null {
  for (const trouble of troubles)
    if (trouble.kind === 'border' && before >= trouble.after && before < trouble.after + trouble.requests)
      return trouble.pick;
  return null;
}
