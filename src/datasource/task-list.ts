import type { Job, Task, TaskFields } from '../model/job.ts';
import type { Listing } from './contract.ts';
import { endsList } from './ends-list.ts';
import type { TaskList } from './job-source.ts';
import type { Note } from './note.ts';
import { readPage } from './read-page.ts';
import type { ReadContext, Transport } from './transport.ts';
import { unreadable } from './vendor-reader.ts';

const SMALLEST_PAGE = 20;

/** Where the vendor does not number its tasks, their place in the list does. */
const taskOf = (job: Job, fields: TaskFields, place: number): Task => ({
  ...fields,
  index: fields.index < 0 ? place : fields.index,
  job,
});

/** Tasks that came with their job, or none. */
export const inlineTaskList = (job: Job, tasks: readonly TaskFields[]): TaskList => ({
  atLeast: async () => ({ tasks: tasks.map((fields, place) => taskOf(job, fields, place)), isAll: true }),
  total: () => tasks.length,
  notes: [],
});

/** Tasks that the vendor lists under the job; callers share what has been read. */
export function pagedTaskList(
  job: Job,
  listing: Listing<TaskFields>,
  transport: Transport,
  context: ReadContext,
): TaskList {
  const found = new Map<string, Task>();
  const notes: Note[] = [];
  let from = 0;
  let isAll = false;
  let total: number | null = null;
  let turn: Promise<void> = Promise.resolve();

  async function readOn(limit: number): Promise<void> {
    const page = await readPage(transport, listing, { from, limit, after: null }, [], context);
    const before = found.size;
    for (const [i, row] of page.rows.entries()) {
      if ('item' in row) found.set(row.item.nativeId, taskOf(job, row.item, from + i));
      else notes.push({ error: unreadable(row.fault), losesRows: true });
    }
    const isEnd = endsList({ rows: page.rows.length, asked: limit, from, total: page.total });
    from += page.rows.length;
    total = page.total;
    isAll = page.isWhole || isEnd === true || (found.size === before && page.rows.length > 0);
  }

  async function until(count: number): Promise<void> {
    while (!isAll && found.size < count) {
      const limit = Math.min(Math.max(count - found.size, SMALLEST_PAGE), listing.pager.maxPageSize);
      await readOn(limit);
    }
  }

  return {
    atLeast: async (count) => {
      const mine = turn.then(() => until(count));
      turn = mine.catch(() => undefined);
      await mine;
      return { tasks: [...found.values()], isAll };
    },
    total: () => (isAll ? found.size : total),
    notes,
  };
}
