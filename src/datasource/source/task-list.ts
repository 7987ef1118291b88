import type { Job, Task, TaskFields } from '../../model/job.ts';
import { isTerminal } from '../../model/job-status.ts';
import type { Ledger } from '../../scope/ledger.ts';
import type { SourceScope } from '../../scope/request-scope.ts';
import type { Attempts, Listing } from '../contract/backend-definition.ts';
import type { Note } from '../contract/note.ts';
import type { Transport } from '../contract/transport.ts';
import { MonotonicReads } from '../paging/monotonic-reads.ts';
import { type PageRow, unreadable } from '../paging/read-answer.ts';
import { endsList, readPage, TotalsTrust } from '../paging/read-page.ts';
import { readList } from '../paging/vendor-reader.ts';
import { soundFields, type TellOddity } from '../wire/row-reader.ts';
import type { TaskList } from './job-source.ts';

const SMALLEST_PAGE = 20;

const taskOf = (job: Job, fields: TaskFields, place: number, tell: TellOddity): Task => ({
  ...soundFields(fields, 'task', tell),
  index: fields.index ?? place,
  job,
});

const tellingOf =
  ({ nativeId }: TaskFields, { oddities }: Ledger): TellOddity =>
  (what) =>
    oddities.tell(what, nativeId);

const isOver = ({ status }: TaskFields): boolean => isTerminal(status) === true;

/** Tasks that came with their job, or none. */
export const inlineTaskList = (
  job: Job,
  tasks: readonly TaskFields[],
  { ledger }: SourceScope,
): TaskList => ({
  atLeast: async () => ({
    tasks: tasks.map((fields, place) => taskOf(job, fields, place, tellingOf(fields, ledger))),
    isAll: true,
  }),
  total: () => tasks.length,
  notes: [],
});

interface TaskListOptions {
  /** Where what is wrong is told. */
  readonly notes?: Note[];
  /** What the vendor was seen to count, in such lists of any job; default: nothing is known. */
  readonly trust?: TotalsTrust;
}

/** Tasks that the vendor lists under the job; callers share what has been read. */
export function pagedTaskList(
  job: Job,
  listing: Listing<TaskFields>,
  transport: Transport,
  scope: SourceScope,
  { notes = [], trust = new TotalsTrust() }: TaskListOptions = {},
): TaskList {
  const reading = { transport: new MonotonicReads(transport), listing, scope, isSettled: isOver };
  const found = new Map<string, Task>();
  const unread = new Set<string>();
  let from = 0;
  let lost = 0;
  let isAll = false;
  let total: number | null = null;
  let turn: Promise<void> = Promise.resolve();

  const isNew = (row: PageRow<TaskFields>): boolean =>
    'item' in row ? !found.has(row.item.nativeId) : !unread.has(JSON.stringify(row.raw));

  function keep(row: PageRow<TaskFields>, i: number): void {
    if ('item' in row)
      found.set(row.item.nativeId, taskOf(job, row.item, from + i, tellingOf(row.item, scope.ledger)));
    else {
      unread.add(JSON.stringify(row.raw));
      lost += 1;
      notes.push({ error: unreadable(row.fault), losesRows: true });
    }
  }

  async function readOn(limit: number): Promise<void> {
    const page = await readPage(reading, { from, limit, after: null });
    if (page.total !== null) trust.learn(page.total, from, page.rows.length);
    const bringsNew = page.rows.some(isNew);
    if (bringsNew) page.rows.forEach(keep);
    const isEnd = endsList({
      rows: page.rows.length,
      asked: limit,
      from,
      total: page.total,
      isTotalTrusted: trust.countsLists,
      smallestCut: listing.pager.smallestCut ?? 1,
    });
    from += page.rows.length;
    total = page.total;
    isAll = page.isWhole || isEnd === true || (!bringsNew && page.rows.length > 0);
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
    total: () => (isAll ? found.size + lost : total),
    notes,
  };
}

/** Tasks that are listed per attempt: those of the first attempt go first, and an attempt is asked once it is reached. */
export function attemptsTaskList(
  job: Job,
  { attempts }: Attempts,
  transport: Transport,
  scope: SourceScope,
  trust: TotalsTrust = new TotalsTrust(),
): TaskList {
  const notes: Note[] = [];
  const isSettled = (): boolean => isTerminal(job.status) === true;
  let opening: Promise<void> | null = null;
  let lists: readonly TaskList[] = [];
  let isAll = false;

  async function open(): Promise<void> {
    const found = await readList(transport, attempts, scope, (note) => notes.push(note), { isSettled });
    lists = found.map((listing) => pagedTaskList(job, listing, transport, scope, { notes, trust }));
  }

  async function atLeast(count: number): ReturnType<TaskList['atLeast']> {
    opening ??= open().catch((error: unknown) => {
      opening = null;
      throw error;
    });
    await opening;
    const tasks: Task[] = [];
    for (const list of lists) {
      const found = await list.atLeast(count - tasks.length);
      tasks.push(...found.tasks);
      if (!found.isAll) return { tasks, isAll: false };
    }
    isAll = true;
    return { tasks, isAll };
  }

  return { atLeast, total: () => (isAll || lists.length === 1 ? sumOf(lists) : null), notes };
}

const sumOf = (lists: readonly TaskList[]): number | null =>
  lists.reduce<number | null>((sum, list) => addOrNull(sum, list.total()), 0);

const addOrNull = (a: number | null, b: number | null): number | null =>
  a === null || b === null ? null : a + b;
