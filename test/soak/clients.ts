import { setTimeout as delay } from 'node:timers/promises';
import type { TestGateway } from '../support/create-test-gateway.ts';
import { JOBS, type JobAnswer, type Row } from './job-answer.ts';
import { judgePage } from './judge-page.ts';
import { judgeWalk } from './judge-walk.ts';
import type { Tally } from './tally.ts';

/** A source that was not `OK` in one answer; times of `performance.now()`. */
export interface Miss {
  readonly id: string;
  readonly what: string;
  readonly askedAt: number;
  readonly answeredAt: number;
}

/** What the clients of a run share. */
export interface Clients {
  readonly gateway: TestGateway;
  readonly expected: readonly Row[];
  readonly isOver: () => boolean;
  readonly misses: Miss[];
  readonly wrong: Tally;
  readonly count: { pages: number; walks: number; late: number; longestMs: number };
}

const SIZES = [1, 5, 20, 50, 100, 500];
const PAUSE_MS = 20;
/** Where a page is empty, its walk waits for a source that is down. */
const LONG_PAUSE_MS = 200;
const MOST_PAGES = 2_000;

/** Asks first pages of all sizes in turn. */
export async function askPages(clients: Clients, place: number): Promise<void> {
  for (let turn = place; !clients.isOver(); turn += 1) {
    const size = SIZES[turn % SIZES.length] ?? 20;
    const answer = await ask(clients, { first: size });
    if (answer !== null) judged(clients, () => judgePage(answer, size, clients.expected));
    await delay(PAUSE_MS);
  }
}

/** Walks through the whole list again and again; the last walk is brought to its end. */
export async function walkPages(clients: Clients, place: number): Promise<void> {
  const size = 7 + 5 * (place % 10);
  while (!clients.isOver()) {
    const pages = await walk(clients, size);
    if (pages === null) continue;
    clients.count.walks += 1;
    judged(clients, () => {
      clients.count.late += judgeWalk(pages, clients.expected);
    });
  }
}

async function walk(clients: Clients, first: number): Promise<JobAnswer[] | null> {
  const pages: JobAnswer[] = [];
  let after: string | null = null;
  while (pages.length < MOST_PAGES) {
    const answer = await ask(clients, { first, after });
    if (answer?.jobs == null) return null;
    pages.push(answer);
    if (!answer.jobs.pageInfo.hasNextPage) return pages;
    // A page without rows may have no cursor of its own: then the walk stands where it stood.
    after = answer.jobs.pageInfo.endCursor ?? after;
    await delay(answer.jobs.edges.length === 0 ? LONG_PAUSE_MS : PAUSE_MS);
  }
  clients.wrong.add(`a walk of more than ${MOST_PAGES} pages`);
  return null;
}

/** `null`: there was no list, which is told. */
async function ask(
  { gateway, misses, wrong, count }: Clients,
  variables: Readonly<Record<string, unknown>>,
): Promise<JobAnswer | null> {
  const askedAt = performance.now();
  const { data, errors, status } = await gateway.query<JobAnswer>(JOBS, variables);
  const answeredAt = performance.now();
  count.pages += 1;
  count.longestMs = Math.max(count.longestMs, answeredAt - askedAt);
  for (const { source, state, error } of data?.jobs?.sources ?? [])
    if (state !== 'OK') misses.push({ id: source.id, what: `${state} ${error?.code}`, askedAt, answeredAt });
  if (data?.jobs != null) return data;
  wrong.add(`HTTP ${status} without a list: ${JSON.stringify(errors)}`);
  return null;
}

function judged({ wrong }: Clients, judge: () => void): void {
  try {
    judge();
  } catch (error) {
    wrong.add(error instanceof Error ? error.message : String(error));
  }
}
