import { ACCOUNT, ZONE_MS } from '../world/access.ts';
import { nativeIdOf, originIdOfRun, SCHEDULER_JOBS, schedulerJobId } from '../world/ids.ts';
import { firstBefore, type Run, runsFrom } from '../world/run.ts';
import { streamsOf } from '../world/world.ts';
import { numberOf, type SimulatorFactory } from './simulator.ts';

export const SESSION = '1'.repeat(32);

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const two = (value: number): string => String(value).padStart(2, '0');

/** `Nov 14, 2017 10:20:57 PM`, by the clock of the management node. */
function printTime(time: number): string {
  const wall = new Date(time + ZONE_MS);
  const hour = wall.getUTCHours();
  const day = `${MONTHS[wall.getUTCMonth()]} ${wall.getUTCDate()}, ${wall.getUTCFullYear()}`;
  const clock = `${hour % 12 || 12}:${two(wall.getUTCMinutes())}:${two(wall.getUTCSeconds())}`;
  return `${day} ${clock} ${hour < 12 ? 'AM' : 'PM'}`;
}

const secondsOf = ({ createdAt, finishedAt }: Run): number =>
  finishedAt === null ? -1 : (finishedAt - createdAt) / 1_000;

const dumpOf = (run: Run): string =>
  run.finishedAt === null
    ? 'Running'
    : JSON.stringify({ success: run.outcome === 'SUCCEEDED', headers: {}, createdTime: run.finishedAt });

const printRow = (run: Run) => ({
  id: Number(nativeIdOf(run)),
  triggerUuid: 'add8c5eea85f41999baff295e47567bc',
  schedulerJobUuid: originIdOfRun(run),
  jobType: 'volumeBackup',
  startTime: printTime(run.createdAt),
  executeTime: secondsOf(run),
  targetResourceUuid: '7cd923fa779044fd8510e8ee97aa579e',
  requestDump: '{"bsUuid":"716078c20a0047a69102174c6097a690"}',
  resultDump: dumpOf(run),
  success: run.outcome === 'SUCCEEDED',
});

/** `q=startTime<2026-06-01 08:00:00`, by the clock of the management node. */
function beforeOf(query: URLSearchParams): number {
  const condition = query.getAll('q').find((one) => one.startsWith('startTime<'));
  if (condition === undefined) return Number.POSITIVE_INFINITY;
  return Date.parse(`${condition.slice('startTime<'.length).replace(' ', 'T')}Z`) - ZONE_MS;
}

const schemaOf = (rows: readonly unknown[]) =>
  Object.fromEntries(
    rows.map((_, place) => [
      `inventories[${place}]`,
      'org.zstack.header.scheduler.SchedulerJobHistoryInventory',
    ]),
  );

/** Names of the scheduler jobs that `q=uuid?=a,b` asks for. */
function schedulerJobs(query: URLSearchParams): object {
  const asked = query.get('q')?.split('=')[1]?.split(',');
  const all = Array.from({ length: SCHEDULER_JOBS }, (_, place) => ({
    uuid: schedulerJobId(place),
    name: `backup-${place}`,
  }));
  return { inventories: all.filter(({ uuid }) => asked?.includes(uuid) ?? true), schema: {} };
}

/** `/zstack/v1/scheduler/job/history`, `/scheduler/jobs` and the sign-in (docs/vendors/zstack.md). */
export const zstack: SimulatorFactory = (world) => {
  const stream = streamsOf(world).find(({ vendor }) => vendor === 'zstack');
  return ({ method, segments: [, , room, kind], query }) => {
    if (method === 'PUT') return { inventory: { uuid: SESSION, accountName: ACCOUNT.account } };
    if (stream === undefined || room !== 'scheduler') return undefined;
    if (kind === 'jobs') return schedulerJobs(query);
    const from = firstBefore(stream, beforeOf(query)) + numberOf(query, 'start', 0);
    const inventories = runsFrom(stream, from, numberOf(query, 'limit', 1_000)).map(printRow);
    const counted = query.has('replyWithCount') ? { total: stream.rows } : {};
    return { inventories, ...counted, schema: schemaOf(inventories) };
  };
};
