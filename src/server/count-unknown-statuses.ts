import { Counter, type Registry } from 'prom-client';

/** Counts rows whose status is a word that no table of their backend has. */
export function countUnknownStatuses(registry: Registry): (backend: string) => void {
  const counter = new Counter({
    name: 'jobweave_unknown_status_words_total',
    help: 'Rows whose status is a word that no table of the backend has; such jobs read UNKNOWN.',
    labelNames: ['backend'],
    registers: [registry],
  });
  return (backend) => counter.inc({ backend });
}
