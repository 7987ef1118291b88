import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';

/** Sums of others under the names of counters, which they are not. */
const MISNAMED = ['handles', 'requests', 'resources'].map((what) => `nodejs_active_${what}_total`);

/** Where every part of the process puts its metrics; it begins with those of Node itself and the version of the gateway. */
export function createRegistry(version: string): Registry {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  for (const name of MISNAMED) registry.removeSingleMetric(name);
  new Gauge({
    name: 'jobweave_build_info',
    help: 'Always 1; the label tells the version of the gateway.',
    labelNames: ['version'],
    registers: [registry],
  }).set({ version }, 1);
  return registry;
}
