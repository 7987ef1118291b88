import assert from 'node:assert/strict';
import type { JobPage } from '../../../src/connection/page/job-page.ts';
import { keyed } from '../../../src/datasource/paging/row-order.ts';
import type { Change } from '../draw/drawn-change.ts';
import { type DrawnWalk, PLAIN_STEP, type Step } from '../draw/drawn-walk.ts';
import { applyChange } from '../world/apply-change.ts';
import { rowId } from '../world/row-book.ts';
import type { World } from '../world/world.ts';
import { Gateway } from './gateway.ts';
import type { EdgeRecord, PageRecord } from './page-record.ts';

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
  }
  throw new assert.AssertionError({ message: 'the walk does not end' });
}

/** A walk that is owed rows goes on from its last cursor, once the vendors are well. */
const isOver = ({ goesOn, owesRows, kept, edges }: PageRecord): boolean =>
  !goesOn && !owesRows && kept === edges.length;

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
    const page = await this.#gateway.page({ size, isForward, losesHints, counts, ...place });
    const record = page === null ? null : await this.#record(step, page);
    for (const change of step.changes) applyChange(this.#world, change, this.#edge);
    this.#world.now += step.elapsedMs;
    return record;
  }

  async #record(step: Step, page: JobPage): Promise<PageRecord> {
    const { isForward, asksCounts } = this.#drawn;
    const from = this.#cursor;
    const walked = isForward ? page.edges : page.edges.toReversed();
    const edges = walked.map(
      ({ job, isLate }): EdgeRecord => ({
        id: rowId(job.sourceId, job.nativeId),
        key: keyed(job).key,
        isLate,
      }),
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
      knownRows: this.#world.book.known().length,
    };
  }
}
