import type { LoadReport } from '../load/order.ts';
import type { Run } from '../workloads/workload.ts';
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

/** `reference`: the answer that each request must have, to the byte. */
export async function takeSample(
  { simulators, load }: Bench,
  { url, pid }: Contestant,
  { operation, clients }: Run,
  reference: string,
  seconds: number,
): Promise<Sample> {
  const requestsBefore = await simulators.requests();
  const cpuBefore = cpuMicros(pid);
  const report = await load.run({ url, operation, clients, seconds, reference });
  const cpu = cpuMicros(pid) - cpuBefore;
  const asked = (await simulators.requests()) - requestsBefore;
  return {
    ...report,
    cpuMicros: cpu / report.requests,
    vendorRequests: asked / report.requests,
    residentBytes: residentBytes(pid),
  };
}
