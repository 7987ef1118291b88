import { AggregatorRegistry } from 'prom-client';

/** The series of several processes as one text; counters and histograms are sums. */
export const aggregate = (parts: readonly object[][]): Promise<string> =>
  Promise.resolve(AggregatorRegistry.aggregate([...parts]).metrics());
