import type { LoadOrder, LoadReport } from '../load/order.ts';
import type { Contestant } from './contestant.ts';
import type { Load } from './load.ts';
import type { Simulators } from './simulators.ts';
import { cpuMicros, residentBytes } from './usage.ts';

/** What one contender did in one round. */
export interface Sample extends LoadReport {
  /** Of each request. */
  readonly cpuMicros: number;
  /** Of each request. */
  readonly vendorRequests: number;
  readonly residentBytes: number;
}

export interface Bench {
  readonly simulators: Simulators;
  readonly load: Load;
}

export async function takeSample(
  { simulators, load }: Bench,
  { contender, url, pid }: Contestant,
  order: Pick<LoadOrder, 'operation' | 'clients' | 'reference'>,
  seconds: number,
): Promise<Sample> {
  const requestsBefore = await simulators.count(contender.name);
  const cpuBefore = cpuMicros(pid);
  const report = await load.run({ ...order, url, seconds });
  const cpu = cpuMicros(pid) - cpuBefore;
  const asked = (await simulators.count(contender.name)) - requestsBefore;
  return {
    ...report,
    cpuMicros: cpu / report.requests,
    vendorRequests: asked / report.requests,
    residentBytes: residentBytes(pid),
  };
}
