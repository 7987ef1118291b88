import { isTerminal } from '../../model/job-status.ts';
import type { JobRow } from '../contract/backend-definition.ts';

/** Whether a job is over, as far as its status tells. */
export const isSettled = ({ fields }: JobRow): boolean => isTerminal(fields.status) === true;
