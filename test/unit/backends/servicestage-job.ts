import { readJob } from '../../../src/backends/huawei-servicestage/read-job.ts';
import type { FetchedRow, StreamSpec, VendorReader } from '../../../src/datasource/contract.ts';
import { numberIn } from '../datasource/fake-transport.ts';

export interface ServicestageAnswer {
  readonly job?: unknown;
  readonly tasks?: readonly unknown[] | null;
  /** Left out: the number of tasks; `null`: not said. */
  readonly task_count?: unknown;
}

const STREAM: StreamSpec = { key: 'j', origin: { nativeId: 'instance-1', name: 'shop' } };

/** The job that is read from a vendor that answers so; it pages the tasks, at most `largest` at once. */
export async function servicestageJob(
  { job, tasks, task_count = tasks?.length }: ServicestageAnswer,
  { largest = 1_000, offsets = [] as number[] } = {},
): Promise<FetchedRow> {
  const get: VendorReader['get'] = async (request) => {
    const from = numberIn(request, 'offset');
    offsets.push(from);
    const size = Math.min(numberIn(request, 'limit'), largest);
    const body = { job, tasks: tasks?.slice(from, from + size) ?? tasks, task_count };
    return JSON.parse(JSON.stringify(body));
  };
  return readJob('/job', STREAM, { get, list: () => Promise.reject(new Error('there is no list')) });
}
