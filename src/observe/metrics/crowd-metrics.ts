import { Counter, Gauge, type Registry } from 'prom-client';
import type { Crowd } from '../../scope/crowd.ts';

/** The crowd of this process, and its series, which show it as it is when they are read. */
export function createCrowdMetrics(registry: Registry): Crowd {
  const crowd: Crowd = { running: 0, waiting: 0, refused: 0 };
  const gauge = (name: string, help: string, tell: () => number) =>
    new Gauge({
      name: `jobweave_operations_${name}`,
      help,
      registers: [registry],
      collect() {
        this.set(tell());
      },
    });
  gauge('running', 'GraphQL operations that are under way.', () => crowd.running);
  gauge('waiting', 'GraphQL operations that wait for a place.', () => crowd.waiting);
  new Counter({
    name: 'jobweave_operations_refused_total',
    help: 'GraphQL operations that found no place in time (503).',
    registers: [registry],
    collect() {
      this.reset();
      this.inc(crowd.refused);
    },
  });
  return crowd;
}
