import type { Report } from '../walk/page.ts';
import { isLateForStall } from '../walk/stalls.ts';
import { isBehind, missingOf, type Turn, tellsOfSpoilt, type Walk, walkOrder } from '../walk/walk.ts';
import { nameOf } from '../world/row.ts';
import {
  deadlineMs,
  isCalm,
  isDisordered,
  isResidual,
  isSpoilt,
  loses,
  stalenessMs,
} from './expectations.ts';
import { judgeEdges, show } from './judge-edges.ts';
import { excuseOf } from './judge-end.ts';
import { judgeRequests } from './judge-requests.ts';

/** Everything that must hold of one page by itself. */
export function judgePage(walk: Walk, turn: Turn): void {
  judgeEdges(walk, turn);
  judgeEnd(walk, turn);
  judgeCalm(walk, turn);
  judgeCount(walk, turn);
  judgeReports(walk, turn);
  judgeRequests(walk, turn);
}

/** Only a scan that outlasted the deadline may leave a page empty that has a next one, be it that this machine stood still. */
const OUTLASTED: readonly (string | null)[] = [
  'SCAN_LIMIT_REACHED',
  'DEADLINE_EXCEEDED',
  'UPSTREAM_LATE',
  'GATEWAY_OVERLOADED',
];

function judgeEnd({ stage, plan, cursor }: Walk, turn: Turn): void {
  const { faults, scenario } = stage;
  const at = `${plan.name}, page ${turn.number}`;
  if (turn.edges.length > turn.size)
    faults.add('too many rows', `${at}: ${turn.edges.length} of ${turn.size}`);
  if (!turn.goesOn) return;
  if (turn.next === null || turn.next === cursor) faults.add('cursor stays', `${at}: ${turn.next}`);
  const isScan =
    turn.page.reports.some(({ code }) => OUTLASTED.includes(code)) &&
    turn.elapsedMs >= deadlineMs(scenario) / 2 &&
    isResidual(scenario);
  if (turn.edges.length === 0 && !isScan) faults.add('empty page with a next one', at);
}

function judgeCalm(walk: Walk, turn: Turn): void {
  const { stage, plan } = walk;
  const { faults, scenario } = stage;
  if (!isCalm(scenario)) return;
  const at = `${plan.name}, page ${turn.number}`;
  const late = turn.page.reports.filter(({ code }) => isLateForStall(stage, turn.startedAt, code));
  // Whoever was late before catches up: that was judged then.
  const isCatchingUp = ({ state, source }: Report): boolean => state === 'OK' && walk.behind.has(source);
  const odd = turn.page.reports.find(
    (report) =>
      isBehind(report) &&
      !isCatchingUp(report) &&
      report.code !== 'GATEWAY_OVERLOADED' &&
      !late.includes(report),
  );
  if (odd !== undefined && !(odd.code === 'SCAN_LIMIT_REACHED' && isResidual(scenario)))
    faults.add('false alarm', `${at}: ${odd.source} is ${odd.state}, ${odd.code}: ${odd.message}`);
  if (turn.goesOn && turn.edges.length < turn.size && !isResidual(scenario) && late.length === 0)
    faults.add('short page', `${at}: ${turn.edges.length} of ${turn.size} rows, and a next page`);
}

function judgeCount({ stage, plan, turns }: Walk, { page, number, startedAt }: Turn): void {
  const { faults, scenario, world } = stage;
  if (page.count === null) return;
  const at = `${plan.name}, page ${number}`;
  const { value, precision } = page.count;
  const now = world.countsSince(startedAt - stalenessMs(scenario));
  const ever = world.countsSince(0);
  // A vendor counts its rows whether they can be read or not.
  const [spoiltNow, spoiltEver] = [
    world.spoiltSince(startedAt - stalenessMs(scenario)),
    world.spoiltSince(0),
  ];
  if (precision === 'EXACT' && (value < now.least || value > now.most + spoiltNow.most))
    faults.add('wrong count', `${at}: exactly ${value} of ${now.least} to ${now.most}`);
  if (value > ever.most + spoiltEver.most)
    faults.add('wrong count', `${at}: at least ${value} of ${ever.most}`);
  const before = turns.at(-1)?.page.count ?? null;
  // An exact count is as old as the answers that it was made of: where clients share these, what has come since may be missing.
  const mayBeOlder = precision === 'EXACT' && value >= now.least && stalenessMs(scenario) > 0;
  if (before !== null && value < before.value && !loses(scenario) && !mayBeOlder)
    faults.add(
      'shrinking count',
      `${at}: ${value} (${precision}) after ${before.value} (${before.precision})`,
    );
}

/** Where rows are passed over, the report of their source says so. */
function judgeReports(walk: Walk, turn: Turn): void {
  const { faults, scenario } = walk.stage;
  const compare = walkOrder(walk);
  // Nobody can know of a row that stands where the list has not been read yet.
  const canTell = !isDisordered(scenario);
  const given = new Set(turn.edges.map(({ key }) => nameOf(key)));
  const last = turn.edges.findLast(({ isLate }) => !isLate)?.key ?? walk.place;
  for (const report of turn.page.reports) {
    if (isBehind(report)) walk.behind.add(report.source);
    if (!tellsOfSpoilt(report)) continue;
    walk.told.add(report.source);
    if (!isSpoilt(scenario, report.source))
      faults.add(
        'false alarm',
        `${walk.plan.name}, page ${turn.number}: ${report.source}: ${report.message}`,
      );
  }
  for (const key of missingOf(walk, given)) {
    const isPassed = !turn.goesOn || (canTell && last !== null && compare(key, last) < 0);
    if (!isPassed || walk.behind.has(key.source) || excuseOf(walk, key, turn) !== null) continue;
    const what = turn.goesOn ? 'was passed over' : 'is missing at the end';
    faults.add(
      'dishonest report',
      `${walk.plan.name}, page ${turn.number}: ${show(key)} ${what}, and its source is OK`,
    );
  }
}
