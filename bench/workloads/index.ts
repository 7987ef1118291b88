import { w1 } from './w1.ts';
import { w6 } from './w6.ts';
import type { Workload } from './workload.ts';

export const workloads: readonly Workload[] = [w1, w6];
