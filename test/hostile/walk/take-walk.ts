import { setTimeout as wait } from 'node:timers/promises';
import { deadlineMs, isCalm, isHasty, isResidual, isSpoilt, isStatic } from '../judge/expectations.ts';
import { judgeLookUps } from '../judge/judge-look-ups.ts';
import { judgePage } from '../judge/judge-page.ts';
import { createRandom, type Random } from '../random.ts';
import type { Scenario } from '../scenario.ts';
import { canMatch } from '../world/matches.ts';
import { nameOf } from '../world/row.ts';
import { hasTie } from '../world/world.ts';
import type { Question } from './ask.ts';
import type { Answer, Page } from './page.ts';
import { respell } from './respell.ts';
import { BREAKER } from './stage.ts';
import { isLateForStall } from './stalls.ts';
import { isOfSpoilt, owesRows, type Turn, type Walk } from './walk.ts';

/** How often a client goes on from where a walk ended, because rows are owed. */
const MOST_ROUNDS = 6;
/** Of vendors that need longer than a deadline for a page; a long tie that changes places is read a dozen times. */
const MOST_SLOW_ROUNDS = 60;
/** The pace of a vendor that was asked too often is kept for a minute: until then a page may have the time for one request. */
const MOST_PACED_ROUNDS = 60;
/** Whole lists that are errors, one after the other. */
const MOST_ERRORS = 40;
/** Empty pages in one walk: that it does not end is clear then. */
const MOST_EMPTY = 12;
/** More rounds for those whose last page was late because the machine had no time. */
const MOST_HELD_ROUNDS = 20;
const MOST_MS = 60_000;
const MOST_PACED_MS = 100_000;
/** A page takes so long at most, and on a busy machine the first pages of a thousand lists may well do so. */
const MOST_DEADLINES = 5;

interface Steps {
  page: number;
  errors: number;
  empty: number;
  readonly begunAt: number;
  /** How long the walk may take, but for what the machine has held it up. */
  readonly mostMs: number;
  readonly random: Random;
}

/** Walks to the end, and on from there for as long as rows are owed; judges every page. */
export async function takeWalk(walk: Walk): Promise<void> {
  const { stage, plan } = walk;
  const random = createRandom(`${stage.scenario.seed}/${plan.name}`);
  const [rounds, ms] = patienceWith(stage.scenario);
  const steps = { page: 0, errors: 0, empty: 0, begunAt: Date.now(), mostMs: ms, random };
  for (let [round, held] = [0, 0]; round < rounds + Math.min(held, MOST_HELD_ROUNDS); round++) {
    if (!(await walkToEnd(walk, steps))) return;
    if (round === 0) judgeFirstEnd(walk);
    const last = walk.turns.at(-1);
    if (last !== undefined && steps.errors === 0 && !last.page.reports.some(owesRows)) return;
    held += last?.page.reports.some(({ code }) => isLateForStall(stage, last.startedAt, code)) ? 1 : 0;
    // Companions wait for the leading walk; what comes after it, alone, has nobody to wait for.
    if (plan.isLeading || stage.scenario.companions === 0) await stage.heal();
    else await stage.healed;
  }
}

function patienceWith(scenario: Scenario): readonly [rounds: number, ms: number] {
  if (scenario.outages.some(({ kind }) => kind === '429')) return [MOST_PACED_ROUNDS, MOST_PACED_MS];
  const least = MOST_DEADLINES * deadlineMs(scenario);
  return isHasty(scenario)
    ? [MOST_SLOW_ROUNDS, Math.max(MOST_PACED_MS, least)]
    : [MOST_ROUNDS, Math.max(MOST_MS, least)];
}

/**
 * Whoever was ill for a short while, and is waited for, owes nothing at the end: for less than a period of its breaker, since
 * whoever is ill for longer may be so still when it is asked again. A first page waits for nobody.
 */
function judgeFirstEnd({ stage, turns, plan }: Walk): void {
  const { faults, scenario } = stage;
  const last = turns.at(-1);
  if (last === undefined || turns.length < 2 || scenario.outages.length === 0) return;
  const shortMs = Math.min(deadlineMs(scenario) / 4, BREAKER.halfOpenAfterMs);
  const areShort = scenario.outages.every(({ lastsMs }) => lastsMs !== undefined && lastsMs <= shortMs);
  const owing = last.page.reports.filter(
    (report) => owesRows(report) && !isLateForStall(stage, last.startedAt, report.code),
  );
  if (areShort && owing.length > 0)
    faults.add(
      'owed after a short outage',
      `${plan.name}, page ${last.number}: ${owing.map(({ source, code }) => `${source} ${code}`).join(', ')}`,
    );
}

const lastsForEver = ({ outages, sources }: Scenario): boolean =>
  outages.some(({ pages }) => pages === null) || sources.every(({ isStuck }) => isStuck);

/** False: there is no point in going on. */
async function walkToEnd(walk: Walk, steps: Steps): Promise<boolean> {
  const { faults, trace, world, stalls } = walk.stage;
  const spentMs = (): number => Date.now() - steps.begunAt - stalls.allSince(steps.begunAt);
  const most = 3 * world.matching().length + 200;
  for (;;) {
    if (steps.page > most || steps.empty > MOST_EMPTY || spentMs() > steps.mostMs) {
      faults.add('endless', `${walk.plan.name}: ${steps.page} pages, ${steps.empty} of them empty`);
      return false;
    }
    const turn = await takeTurn(walk, steps);
    if (turn === 'hopeless') return false;
    if (turn === 'all failed') {
      if (steps.errors > 1 && lastsForEver(walk.stage.scenario)) return true;
      if (steps.errors > MOST_ERRORS) {
        faults.add('endless', `${walk.plan.name}: ${steps.errors} errors on end`);
        return false;
      }
      await wait(100);
      continue;
    }
    steps.empty += turn.edges.length === 0 && turn.goesOn ? 1 : 0;
    trace.push(showTurn(walk, turn));
    const isWhole = accept(walk, turn, steps.random);
    if (isWhole && !turn.goesOn) return true;
  }
}

async function takeTurn(walk: Walk, steps: Steps): Promise<Turn | 'all failed' | 'hopeless'> {
  const { stage, plan } = walk;
  const number = steps.page;
  steps.page += 1;
  if (plan.isLeading) await stage.turnTo(number, [...walk.accepted.values()].at(-1)?.key ?? null);
  const size = plan.sizes[number % plan.sizes.length] ?? 20;
  const before = stage.vendors.map(({ requests }) => requests.jobs);
  const startedAt = Date.now();
  const moment = stage.world.now();
  const found = await ask(walk, size);
  if (found === null) return 'hopeless';
  if (found.page === null) return judgeFailure(walk, { number, startedAt }, found, steps);
  steps.errors = 0;
  const turn = toTurn(walk, { number, size, page: found.page, startedAt, moment }, before);
  judgeErrors(walk, turn, found);
  judgePage(walk, turn);
  if (stage.scenario.repeats) await repeat(walk, turn);
  if (stage.scenario.looksUp > 0) await judgeLookUps(walk, turn);
  return turn;
}

async function ask(walk: Walk, size: number, isAgain = false): Promise<Answer | null> {
  const { client, faults, crashes, scenario } = walk.stage;
  const before = await crashes();
  try {
    return await client.ask(questionOf(walk, size));
  } catch (error) {
    if ((await crashes()) > before) return ask(walk, size);
    // Before a page of the leading walk; its companions may just be asking.
    const mayRestart = !walk.plan.isLeading && scenario.restarts.length > 0 && !isAgain;
    if (mayRestart) return wait(100).then(() => ask(walk, size, true));
    faults.add(
      'no answer',
      `${walk.plan.name}: ${error instanceof Error ? error.message.slice(0, 300) : error}`,
    );
    return null;
  }
}

function questionOf({ stage, plan, cursor, turns }: Walk, size: number): Question {
  const { filter: meant, order, asksCount, respells, seed } = stage.scenario;
  const filter = respells ? respell(meant, createRandom(`${seed}/${turns.length}/words`)) : meant;
  const common = { filter, orderBy: order, asksCount };
  return plan.isBackward
    ? { ...common, last: size, before: cursor, after: plan.after?.cursor ?? null }
    : { ...common, first: size, after: cursor, before: plan.before?.cursor ?? null };
}

function toTurn(
  { plan, stage, cursor }: Walk,
  known: Pick<Turn, 'number' | 'size' | 'page' | 'startedAt' | 'moment'>,
  before: readonly number[],
): Turn {
  const { page, startedAt } = known;
  return {
    ...known,
    edges: plan.isBackward ? page.edges.toReversed() : page.edges,
    cursor,
    goesOn: plan.isBackward ? page.hasPrevious : page.hasNext,
    next: plan.isBackward ? page.start : page.end,
    elapsedMs: Date.now() - startedAt,
    requests: stage.vendors.map(({ requests }, s) => requests.jobs - (before[s] ?? 0)),
  };
}

/** The whole list may fail only where every source does that there is any point in asking. */
function judgeFailure(
  { stage, plan }: Walk,
  { number, startedAt }: Pick<Turn, 'number' | 'startedAt'>,
  { errors }: Answer,
  steps: Steps,
): 'all failed' | 'hopeless' {
  const { faults, scenario, trace } = stage;
  steps.errors += 1;
  trace.push(`${plan.name} ${number}: error ${errors.map(({ code }) => code).join(', ')}`);
  const maySuffer = (s: number): boolean => scenario.outages.some(({ source }) => source === s);
  const canAllFail =
    isHasty(scenario) ||
    scenario.sources.every(({ style }, s) => maySuffer(s) || !canMatch(style, scenario.filter));
  // A vendor that is ill may say of each list that there is none.
  const saysNone = scenario.outages.some(({ kind }) => kind === 'shape');
  const isUpstream = errors.every(
    ({ code }) =>
      code.startsWith('UPSTREAM_') || code === 'GATEWAY_OVERLOADED' || (saysNone && code === 'NOT_FOUND'),
  );
  // Of a list whose pages do not advance, no row has a place where a walk does not begin with the first page.
  const areExcused = errors.every(
    ({ code, source }) =>
      isLateForStall(stage, startedAt, code) ||
      (code.startsWith('UPSTREAM_') &&
        scenario.sources.some(({ isStuck }, s) => `s${s}` === source && (isStuck || maySuffer(s)))),
  );
  if (errors.length > 0 && ((canAllFail && isUpstream) || areExcused)) return 'all failed';
  const text = errors.map(({ code, message }) => `${code} ${message}`).join('; ');
  faults.add('error', `${plan.name}, page ${number}: ${text.slice(0, 400)}`);
  return 'hopeless';
}

function judgeErrors({ stage, plan }: Walk, { number, startedAt }: Turn, { errors }: Answer): void {
  const first = errors.find(
    ({ code, message, source }) =>
      code !== 'SCAN_LIMIT_REACHED' &&
      !isLateForStall(stage, startedAt, code) &&
      !(isOfSpoilt(code, message) && isSpoilt(stage.scenario, source ?? '')),
  );
  if (first !== undefined && isCalm(stage.scenario))
    stage.faults.add('error', `${plan.name}, page ${number}: ${first.code} ${first.message.slice(0, 300)}`);
}

/** The same question again, while nothing changes: the same page, the same cursors. */
async function repeat(walk: Walk, turn: Turn): Promise<void> {
  const { faults, scenario, world } = walk.stage;
  const askedAt = Date.now();
  const found = await ask(walk, turn.size);
  const longestMs = Math.max(turn.elapsedMs, Date.now() - askedAt);
  if (found?.page == null || !isStatic(scenario)) return;
  const at = `${walk.plan.name}, page ${turn.number}`;
  const isAlike = rowsOf(found.page) === rowsOf(turn.page);
  if (!isAlike && isCalm(scenario)) faults.add('page differs', `${at}: the same question has another answer`);
  // Where rows of one instant change places, which of them stands furthest is not the same then.
  const changesPlaces = world.sources.some((source) => source.plan.shuffles && hasTie(source));
  if (
    !isAlike ||
    changesPlaces ||
    mayLookFurther(scenario, longestMs) ||
    statesOf(found.page) !== statesOf(turn.page)
  )
    return;
  const [before, now] = [cursorsOf(turn.page), cursorsOf(found.page)];
  const differs = before.findIndex((cursor, i) => cursor !== now[i]);
  if (differs >= 0)
    faults.add(
      'cursor bytes differ',
      `${at}: at ${differs} of ${turn.edges.length}, ${before[differs]} and ${now[differs]}`,
    );
}

/**
 * Of a list whose rows the gateway itself looks through, a cursor knows how far it has looked and found nothing: to forget that
 * would mean to look again on each page. It has looked less far where an answer was cut once, and further where it had to
 * wait for another source.
 */
const mayLookFurther = (scenario: Scenario, ms: number): boolean =>
  isResidual(scenario) &&
  (ms >= deadlineMs(scenario) / 4 || scenario.sources.some(({ shorts }) => shorts.length > 0));

const rowsOf = ({ edges, hasNext, hasPrevious }: Page): string =>
  JSON.stringify([edges.map(({ key }) => nameOf(key)), hasNext, hasPrevious]);
/** With a count that is only a bound: what happened to be at hand tells it, and cursors carry it. */
const statesOf = ({ reports, count }: Page): string =>
  JSON.stringify([count, reports.map(({ source, state, owesRows: owes }) => [source, state, owes])]);
const cursorsOf = ({ edges, start, end }: Page): (string | null)[] => [
  ...edges.map(({ cursor }) => cursor),
  start,
  end,
];

/** Takes the page, or its rows up to any one, and goes on from there. True: the whole page was taken. */
function accept(walk: Walk, turn: Turn, random: Random): boolean {
  const count = turn.edges.length;
  const taken = walk.plan.anyEdge && count > 1 && random.chance(0.6) ? random.int(1, count) : count;
  for (const edge of turn.edges.slice(0, taken)) {
    walk.accepted.set(nameOf(edge.key), edge);
    walk.givenAt.set(nameOf(edge.key), turn.moment);
    if (!edge.isLate) walk.place = edge.key;
  }
  walk.turns.push(turn);
  const isWhole = taken === count;
  walk.cursor = (isWhole ? turn.next : turn.edges[taken - 1]?.cursor) ?? walk.cursor;
  return isWhole;
}

function showTurn({ plan }: Walk, turn: Turn): string {
  const late = turn.edges.filter(({ isLate }) => isLate).length;
  const { count, reports } = turn.page;
  const states = reports
    .map(
      ({ source, state, code, owesRows: owes }) =>
        `${source} ${state}${code ? ` ${code}` : ''}${owes ? ' owes' : ''}`,
    )
    .join(', ');
  const counted = count === null ? '' : `, ${count.precision} ${count.value}`;
  return (
    `${plan.name} ${turn.number}: ${turn.edges.length}/${turn.size} rows (${late} late)${turn.goesOn ? '' : ', the end'}` +
    `${counted}; ${states}; requests ${turn.requests.join(' ')}; ${turn.elapsedMs} ms`
  );
}
