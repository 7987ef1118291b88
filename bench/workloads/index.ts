import { w1 } from './w1.ts';
import { w1s } from './w1s.ts';
import { w2 } from './w2.ts';
import { w3 } from './w3.ts';
import { w6 } from './w6.ts';
import type { Workload } from './workload.ts';

export const workloads: readonly Workload[] = [w1, w1s, w2, w3, w6];
