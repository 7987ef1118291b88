import { readJob } from '../../../src/backends/huawei-servicestage/apis/read-job.ts';
import type { FetchedRow, StreamSpec } from '../../../src/datasource/contract/backend-definition.ts';
import { createVendorReader } from '../../../src/datasource/paging/vendor-reader.ts';
import { sourceScope } from '../../support/source-scope.ts';
import { fakeTransport, numberIn } from '../datasource/fake-transport.ts';

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
  const transport = fakeTransport((request) => {
    const from = numberIn(request, 'offset');
    offsets.push(from);
    const size = Math.min(numberIn(request, 'limit'), largest);
    const body = { job, tasks: tasks?.slice(from, from + size) ?? tasks, task_count };
    return JSON.parse(JSON.stringify(body));
  });
  return readJob(
    '/job',
    STREAM,
    'v2',
    createVendorReader(transport, sourceScope(), (note) => {
      throw note.error;
    }),
  );
}
