import type { Scenario, SourcePlan } from '../scenario.ts';
import type { Faults } from '../walk/faults.ts';
import type { Turn, Walk } from '../walk/walk.ts';
import { canMatch } from '../world/matches.ts';
import { byRank, type Row } from '../world/row.ts';
import type { WorldSource } from '../world/world.ts';
import { capOf, hasTies, isDisordered, isResidual } from './expectations.ts';

/** The most that a page may cost, as a multiple of what it cannot do without. */
const MOST = 4;
/** For a list whose pages do not advance. */
const MOST_STUCK = 12;

/** Requests that tell that a list has ended, where its vendor does not count it. */
const PROOF = 4;

/** Vendor's pages for so many rows; where these end at fixed places, rows lie on one more. */
const pagesOf = (plan: SourcePlan, size: number): number =>
  Math.ceil(size / capOf(plan)) + (plan.partition === null ? 0 : 1);

function streamsOf({ plan, lists }: WorldSource): number {
  if (plan.style === 'zstack') return 1;
  if (plan.style !== 'huawei-servicestage') return Math.max(1, lists.size);
  return Math.max(
    1,
    [...lists.values()].reduce((sum, { rows }) => sum + rows.length, 0),
  );
}

/** Rows of an hour that a clock shows twice are one tie: nothing that the vendor prints orders them. */
const hasDoubledHour = ({ lists }: WorldSource): boolean =>
  [...lists.values()].some(({ rows }) => rows.some(({ time, instant }) => time !== instant));

/** Requests that read every list of a source once. */
function wholeOf(source: WorldSource): number {
  if (source.plan.style === 'huawei-servicestage') return 0;
  const lengths = [...source.lists.values()].map(({ rows }) => rows.length);
  const streams = source.plan.style === 'zstack' ? [lengths.reduce((a, b) => a + b, 0)] : lengths;
  return streams.reduce((sum, length) => sum + Math.ceil((length + 1) / capOf(source.plan)), 0);
}

/** Rows side by side that cannot be read are told of no page that is smaller, nor of one that holds hardly more. */
function hidesPages(source: WorldSource): boolean {
  const lists = [...source.lists.values()].map(({ rows }) => rows);
  const streams = source.plan.style === 'zstack' ? [lists.flat()] : lists;
  return streams.some((rows) => longestSpoilt(rows) > capOf(source.plan) / 2);
}

function longestSpoilt(rows: readonly Row[]): number {
  let [run, longest] = [0, 0];
  for (const { spoilt } of rows.toSorted(byRank)) {
    run = spoilt === null ? 0 : run + 1;
    longest = Math.max(longest, run);
  }
  return longest;
}

const mayHide = ({ changes }: Scenario): boolean => changes.some(({ kind }) => kind === 'spoil-page');

/** No page shows both sides of such a place, and its list is read whole; no row joins the pages there: it is read thrice. */
const READINGS = 3;

/** Requests that tell of each list of a source that it has ended. */
const proofOf = (source: WorldSource): number =>
  source.plan.total === 'right' ? 0 : PROOF * streamsOf(source);

/** Requests to find a place by halves in each list of a source. */
function searchOf(source: WorldSource): number {
  const longest = Math.max(0, ...[...source.lists.values()].map(({ rows }) => rows.length));
  return streamsOf(source) * (2 + Math.ceil(Math.log2(longest + 2)));
}

/** Outside of ties, no page costs more than four times its lists; what cannot be helped is allowed for. */
export function judgeRequests({ stage, plan }: Walk, turn: Turn): void {
  const { scenario, world, faults } = stage;
  if (scenario.companions > 0 || hasTies(scenario)) return;
  const isAnew = scenario.crashes.some(({ page }) => page === turn.number);
  if (isAnew) return;
  const ill = stage.ill();
  const isFirst = turn.number < scenario.gateways || scenario.restarts.includes(turn.number);
  const mustSearch =
    isFirst || scenario.filter.createdAfter !== undefined || scenario.filter.createdBefore !== undefined;
  const isWhole = isDisordered(scenario) || isResidual(scenario);
  let [spent, most] = [0, 0];
  for (const [s, source] of world.sources.entries()) {
    if (ill.has(s) || hasDoubledHour(source)) continue;
    if (source.plan.isStuck) {
      judgeStuck(source, turn.requests[s] ?? 0, stage.faults);
      continue;
    }
    const pages = streamsOf(source) * pagesOf(source.plan, turn.size);
    const isHidden = mayHide(scenario) || hidesPages(source);
    const readings = isHidden ? READINGS : 1;
    most +=
      proofOf(source) +
      MOST * (pages + (isWhole || isHidden ? readings * wholeOf(source) : 0)) +
      (mustSearch || isHidden ? searchOf(source) * (source.plan.cap === null ? 1 : 2) : 0);
    spent += turn.requests[s] ?? 0;
  }
  if (spent > most)
    faults.add(
      'too many requests',
      `${plan.name}, page ${turn.number}: ${turn.requests.join(' + ')} for ${turn.edges.length} rows, at most ${most}`,
    );
}

/** Pages that do not advance are noticed after a few. */
function judgeStuck(source: WorldSource, spent: number, faults: Faults): void {
  const most = MOST_STUCK * streamsOf(source);
  if (spent > most)
    faults.add('too many requests', `${spent} to ${source.id}, whose pages do not advance, at most ${most}`);
}

/** A whole walk reads each list about once, and looks at the head of each on every page. */
export function judgeCost({ stage, turns, plan }: Walk): void {
  const { scenario, world, faults } = stage;
  if (scenario.companions > 0 || hasTies(scenario)) return;
  if (scenario.outages.length + scenario.crashes.length > 0) return;
  for (const [s, source] of world.sources.entries()) {
    if (source.plan.isStuck || hasDoubledHour(source)) continue;
    const spent = turns.reduce((sum, { requests }) => sum + (requests[s] ?? 0), 0);
    const pages = turns.reduce((sum, { size }) => sum + streamsOf(source) * pagesOf(source.plan, size), 0);
    const isHidden = mayHide(scenario) || hidesPages(source);
    const readings = (isHidden ? READINGS : 1) * (isHidden || isDisordered(scenario) ? turns.length : 1);
    const searches = isHidden ? turns.length : 1;
    const most =
      MOST * (wholeOf(source) * readings + searchOf(source) * searches) +
      2 * pages +
      proofOf(source) * turns.length;
    if (spent > most)
      faults.add(
        'too many requests',
        `${plan.name}: ${spent} to ${source.id} (${source.plan.style}) in ${turns.length} pages, at most ${most}`,
      );
    if (spent > 0 && !canMatch(source.plan.style, scenario.filter))
      faults.add('asked in vain', `${plan.name}: ${spent} requests to ${source.id} (${source.plan.style})`);
  }
}
