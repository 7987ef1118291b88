import type { FetchedRow } from '../../../../src/datasource/contract/backend-definition.ts';
import type { JobFields } from '../../../../src/model/job.ts';
import { makeJob } from '../../model/make-job.ts';

/** One row of a list that is fetched, of which a test says only what it is about. */
export const fetchedRow = (fields: Partial<JobFields>, raw: unknown = {}): FetchedRow => ({
  row: { fields: { ...makeJob(), origin: null, ...fields }, inlineTasks: null },
  raw,
});
