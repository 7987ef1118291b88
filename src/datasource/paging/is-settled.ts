import { isTerminal } from '../../model/job-status.ts';
import type { KeyedJob } from './row-order.ts';

/** Whether a job is over, as far as its status tells. */
export const isSettled = ({ job }: KeyedJob): boolean => isTerminal(job.status) === true;
