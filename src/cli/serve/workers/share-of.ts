import type { Config, SourceConfig } from '../../../config/config.ts';

/** One worker's share of what may be asked of each vendor: all of them together keep to what is configured, as far as numbers divide. */
export const shareOf = (config: Config, workers: number): Config => ({
  ...config,
  sources: config.sources.map((source) => ({
    ...source,
    settings: shareOfSettings(source.settings, workers),
  })),
});

function shareOfSettings(settings: SourceConfig['settings'], workers: number): SourceConfig['settings'] {
  const { concurrency, rateLimit } = settings;
  return {
    ...settings,
    ...(typeof concurrency === 'number' ? { concurrency: atLeastOne(concurrency / workers) } : {}),
    ...(isRateLimit(rateLimit)
      ? {
          rateLimit: {
            perSecond: rateLimit.perSecond / workers,
            burst: atLeastOne(rateLimit.burst / workers),
          },
        }
      : {}),
  };
}

const atLeastOne = (share: number): number => Math.max(1, Math.floor(share));

const isRateLimit = (value: unknown): value is { perSecond: number; burst: number } =>
  typeof value === 'object' && value !== null && 'perSecond' in value && 'burst' in value;
