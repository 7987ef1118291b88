import type { Config } from '../../config/config.ts';

export interface BannerOptions {
  readonly config: Config;
  readonly isDemo: boolean;
  /** Where GraphQL is served. */
  readonly url: string;
  /** `null`: on the same port. */
  readonly metricsUrl: string | null;
  readonly workers: number;
}

const DEMO = 'Demo: five vendors, simulated in this process. Real sources: npm start -- --config FILE\n';

const QUERY = '{ jobs(first: 3) { nodes { createdAt name status } sources { source { id } state } } }';

/** What a person reads who has just started the gateway. */
export function banner({ config, isDemo, url, metricsUrl, workers }: BannerOptions): string {
  const sources = config.sources.map(({ id, backend }) => `${id} (${backend})`).join(', ');
  const body = JSON.stringify({ query: QUERY });
  return [
    isDemo ? DEMO : '',
    `Sources: ${sources}\n`,
    workers > 1 ? `Workers: ${workers}\n` : '',
    `GraphiQL and GraphQL: ${url}\n`,
    `Metrics: ${metricsUrl ?? new URL('/metrics', url).href}\n`,
    `Try: curl ${url} -H 'content-type: application/json' -d '${body}'\n`,
  ].join('');
}
