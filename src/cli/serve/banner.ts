import type { Config } from '../../config/config.ts';

export interface BannerOptions {
  readonly config: Config;
  readonly isDemo: boolean;
  /** Where GraphQL is served. */
  readonly url: string;
  /** `null`: on the same port. */
  readonly metricsUrl: string | null;
  readonly workers: number;
  /** What starts it. */
  readonly command: string;
}

/** `command`: how the gateway is started here. */
const demo = (command: string): string =>
  `Demo: all vendors are simulated in this process. Real sources: ${command} --config FILE\n`;

const QUERY = '{ jobs(first: 3) { nodes { createdAt name status } sources { source { id } state } } }';

/** What a person reads who has just started the gateway. */
export function banner({ config, isDemo, url, metricsUrl, workers, command }: BannerOptions): string {
  const sources = config.sources.map(({ id, backend }) => `${id} (${backend})`).join(', ');
  const body = JSON.stringify({ query: QUERY });
  return [
    isDemo ? demo(command) : '',
    `Sources: ${sources}\n`,
    workers > 1 ? `Workers: ${workers}\n` : '',
    `GraphiQL and GraphQL: ${url}\n`,
    `Metrics: ${metricsUrl ?? new URL('/metrics', url).href}\n`,
    `Try: curl ${url} -H 'content-type: application/json' -d '${body}'\n`,
  ].join('');
}
