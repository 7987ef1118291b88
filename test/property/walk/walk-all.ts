import assert from 'node:assert/strict';
import type { JobPage } from '../../../src/connection/page/job-page.ts';
import { keyed } from '../../../src/datasource/paging/row-order.ts';
import type { StreamCount } from '../../../src/datasource/stream/job-stream.ts';
import type { Change } from '../draw/drawn-change.ts';
import { type DrawnWalk, PLAIN_STEP, type Step } from '../draw/drawn-walk.ts';
import { applyChange } from '../world/apply-change.ts';
import type { ModelVendor } from '../world/model-vendor.ts';
import { type RowBook, rowId } from '../world/row-book.ts';
import type { World } from '../world/world.ts';
import { Gateway } from './gateway.ts';
import type { EdgeRecord, PageRecord, VendorCost } from './page-record.ts';

const MOST_PAGES = 2_000;

/** Walks to the end of the list, through all that was drawn. */
export async function walkAll(drawn: DrawnWalk, world: World): Promise<PageRecord[]> {
  const walker = new Walker(drawn, world);
  if (drawn.prelude !== null) await walker.prelude(drawn.prelude);
  world.book.begin();
  const pages: PageRecord[] = [];
  for (let page = 0; page < MOST_PAGES; page++) {
    const step = drawn.steps[page] ?? PLAIN_STEP;
    const record = await walker.take(step);
    if (record !== null) pages.push(record);
    if (record !== null && isOver(record)) return pages;
    if (record === null && page > drawn.steps.length && world.vendors.every(({ traits }) => traits.repeats))
      return [...pages, beyondReach(step, world)];
  }
  throw new assert.AssertionError({ message: 'the walk does not end' });
}

/** A walk that is owed rows goes on from its last cursor, once the vendors are well. */
const isOver = ({ goesOn, owesRows, kept, edges }: PageRecord): boolean =>
  !goesOn && !owesRows && kept === edges.length;

/** No vendor gets on with its pages, and all say so: no list will ever come. */
const beyondReach = (step: Step, { vendors }: World): PageRecord => ({
  step,
  from: null,
  edges: [],
  kept: 0,
  goesOn: false,
  end: null,
  owesRows: false,
  troubled: vendors.map(({ id }) => id),
  differs: null,
  count: null,
  knownRows: 0,
  costs: [],
});

async function differenceOf(gateway: Gateway, one: JobPage, other: JobPage): Promise<string | null> {
  const rowsOf = ({ edges }: JobPage) =>
    JSON.stringify(edges().map(({ job }) => rowId(job.sourceId, job.nativeId)));
  if (rowsOf(one) !== rowsOf(other)) return 'rows';
  if (one.hasNextPage !== other.hasNextPage || one.hasPreviousPage !== other.hasPreviousPage)
    return 'the end';
  const [ends, others] = await Promise.all(
    [one, other].map(async (page) =>
      [await page.startCursor(), await page.endCursor()].map((cursor) => gateway.placeOf(cursor)),
    ),
  );
  return JSON.stringify(ends) === JSON.stringify(others) ? null : 'cursors';
}

/** A part of a walk, as the client would walk it: the rows between two others, or up to the end of the list. */
export async function walkSlice(
  { asksCounts }: Pick<DrawnWalk, 'asksCounts'>,
  world: World,
  {
    after,
    before,
    isForward,
    size = 7,
  }: {
    readonly after: string | null;
    readonly before: string | null;
    readonly isForward: boolean;
    readonly size?: number;
  },
): Promise<string[]> {
  const gateway = new Gateway(world);
  const ids: string[] = [];
  let [low, high] = [after, before];
  for (let page = 0; page < MOST_PAGES; page++) {
    for (const vendor of world.vendors) vendor.face([]);
    const found = await gateway.page({
      size,
      isForward,
      after: low,
      before: high,
      counts: asksCounts,
    });
    if (found !== null && asksCounts) judgePartCount(await found.count(), world.book);
    const rows = found?.edges().map(({ job }) => rowId(job.sourceId, job.nativeId)) ?? [];
    ids.push(...(isForward ? rows : rows.toReversed()));
    const goesOn = found !== null && (isForward ? found.hasNextPage : found.hasPreviousPage);
    if (!goesOn) return isForward ? ids : ids.toReversed();
    if (isForward) low = (await found.endCursor()) ?? low;
    else high = (await found.startCursor()) ?? high;
  }
  throw new assert.AssertionError({ message: 'the walk of a part does not end' });
}

/** What is counted is the whole list, wherever the part lies. */
function judgePartCount(count: StreamCount | null, book: RowBook): void {
  if (count === null) return;
  const { atLeast, isExact } = count;
  // A vendor counts its rows whether they can be read or not.
  const least = book.known().length;
  const isRight = atLeast >= least && atLeast <= least + book.unreadableCount;
  if (isExact) assert.ok(isRight, `an exact count is wrong beside a part: ${atLeast} of ${least}`);
  else assert.ok(atLeast <= book.everCount, 'a lower bound is too high beside a part');
}

const lengthsOf = ({ origins }: ModelVendor): number[] =>
  [...origins.values()].map(({ rows }) => rows.length);

class Walker {
  readonly #drawn: DrawnWalk;
  readonly #world: World;
  readonly #gateway: Gateway;
  #midway: Change[] = [];
  #cursor: string | null = null;
  /** The row that the client saw last. */
  #edge: string | null = null;

  constructor(drawn: DrawnWalk, world: World) {
    this.#drawn = drawn;
    this.#world = world;
    this.#gateway = new Gateway(world, () => {
      const change = this.#midway.shift();
      if (change !== undefined) applyChange(world, change, this.#edge);
    });
  }

  async prelude(changes: readonly Change[]): Promise<void> {
    await this.#gateway.page({ size: 1, isForward: this.#drawn.isForward });
    for (const change of changes) applyChange(this.#world, change, null);
  }

  /** `null`: no source could answer. */
  async take(step: Step): Promise<PageRecord | null> {
    if (step.restarts) this.#gateway.restart();
    for (const [i, vendor] of this.#world.vendors.entries())
      vendor.face(step.troubles.filter((trouble) => trouble.vendor % this.#world.vendors.length === i));
    this.#midway = [...step.midway];
    const { isForward } = this.#drawn;
    const { size, losesHints } = step;
    const place = { [isForward ? 'after' : 'before']: this.#cursor };
    const counts = this.#drawn.asksCounts;
    const ask = () => this.#gateway.page({ size, isForward, losesHints, counts, ...place });
    const lengths = this.#world.vendors.map(lengthsOf);
    const page = await ask();
    const costs = this.#world.vendors.map(({ requests }, i) => ({ requests, lengths: lengths[i] ?? [] }));
    const again = page !== null && step.asksTwice ? await ask() : null;
    const record = page === null ? null : await this.#record(step, page, again, costs);
    for (const change of step.changes) applyChange(this.#world, change, this.#edge);
    this.#world.now += step.elapsedMs;
    return record;
  }

  async #record(
    step: Step,
    page: JobPage,
    again: JobPage | null,
    costs: readonly VendorCost[],
  ): Promise<PageRecord> {
    const { isForward, asksCounts } = this.#drawn;
    const from = this.#cursor;
    const walked = isForward ? page.edges() : page.edges().toReversed();
    const edges = await Promise.all(
      walked.map(
        async ({ job, isLate, cursor }): Promise<EdgeRecord> => ({
          id: rowId(job.sourceId, job.nativeId),
          key: keyed(job).key,
          isLate,
          cursor: this.#drawn.slice === null ? null : await cursor(),
        }),
      ),
    );
    const end = await (isForward ? page.endCursor() : page.startCursor());
    const kept = step.edge === null ? edges.length : Math.min(edges.length, step.edge + 1);
    this.#cursor = (kept < edges.length ? await walked[kept - 1]?.cursor() : end) ?? from;
    this.#edge = edges[kept - 1]?.id ?? this.#edge;
    return {
      step,
      from,
      edges,
      kept,
      end,
      goesOn: isForward ? page.hasNextPage : page.hasPreviousPage,
      count: asksCounts ? await page.count() : null,
      owesRows: page.reports().some(({ owesRows }) => owesRows),
      troubled: page.reports().flatMap(({ sourceId, state }) => (state === 'OK' ? [] : [sourceId])),
      differs: again === null ? null : await differenceOf(this.#gateway, page, again),
      knownRows: this.#world.book.known().length,
      costs,
    };
  }
}
