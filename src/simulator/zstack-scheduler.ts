import { hash32, hexId } from './kit/random.ts';
import { numberColumn, textColumn, timeColumn, type ZstackTable } from './zstack-table.ts';

/** A scheduler job; its history outlives it (docs/vendors/zstack.md#fields). */
export interface SchedulerJob {
  readonly uuid: string;
  readonly name: string;
  readonly type: string;
  readonly isDeleted: boolean;
  readonly targetResourceUuid: string;
  readonly triggerUuid: string;
  readonly groupUuid: string | null;
  readonly createDate: number;
}

interface JobGroup {
  readonly uuid: string;
  readonly name: string;
  readonly jobs: readonly SchedulerJob[];
  readonly createDate: number;
}

interface Trigger extends JobGroup {
  readonly isCron: boolean;
}

const JOB_TYPES = [
  'volumeBackup',
  'vmBackup',
  'databaseBackup',
  'volumeSnapshot',
  'startVm',
  'stopVm',
  'rebootVm',
];
const DAY = 86_400_000;
const PACKAGE = 'org.zstack.header.scheduler';

/** Every third job belongs to a group with its neighbour; every fourth is deleted. */
export const createSchedulerJobs = (seed: number, count: number, start: number): SchedulerJob[] =>
  Array.from({ length: count }, (_, n) => {
    const type = JOB_TYPES[n % JOB_TYPES.length] ?? 'volumeBackup';
    return {
      uuid: hexId(seed, 'scheduler-job', n),
      name: `${type}-${n + 1}`,
      type,
      isDeleted: n % 4 === 3,
      targetResourceUuid: hexId(seed, 'resource', n),
      triggerUuid: hexId(seed, 'trigger', n >> 1),
      groupUuid: n % 3 === 2 ? null : hexId(seed, 'group', Math.floor(n / 3)),
      createDate: start - 90 * DAY - (hash32(seed, n) % (30 * DAY)),
    };
  });

const gather = (
  jobs: readonly SchedulerJob[],
  name: string,
  key: (job: SchedulerJob) => string | null,
): JobGroup[] =>
  [...Map.groupBy(jobs, key)].flatMap(([uuid, members], place) => {
    const createDate = members[0]?.createDate ?? 0;
    return uuid === null ? [] : [{ uuid, name: `${name}-${place + 1}`, jobs: members, createDate }];
  });

const uuidsOf = (jobs: readonly SchedulerJob[]): string[] => jobs.map(({ uuid }) => uuid);
const groupUuidsOf = (jobs: readonly SchedulerJob[]): string[] => [
  ...new Set(jobs.flatMap(({ groupUuid }) => groupUuid ?? [])),
];

const jobTable = (jobs: readonly SchedulerJob[]): ZstackTable<SchedulerJob> => ({
  name: 'SchedulerJob',
  className: `${PACKAGE}.SchedulerJobInventory`,
  columns: new Map([
    ['uuid', textColumn<SchedulerJob>((job) => job.uuid)],
    ['targetResourceUuid', textColumn((job) => job.targetResourceUuid)],
    ['name', textColumn((job) => job.name)],
    ['description', textColumn(() => null)],
    ['state', textColumn(() => 'Enabled')],
    ['createDate', timeColumn((job) => job.createDate)],
    ['lastOpDate', timeColumn((job) => job.createDate)],
    ['jobData', textColumn(() => '{}')],
    ['jobClassName', textColumn((job) => `org.zstack.scheduler.${job.type}Job`)],
  ]),
  lists: new Map([
    ['triggersUuid', (job: SchedulerJob) => [job.triggerUuid]],
    ['schedulerJobGroupUuids', (job: SchedulerJob) => groupUuidsOf([job])],
  ]),
  rows: () => [...jobs],
});

const groupTable = (groups: readonly JobGroup[]): ZstackTable<JobGroup> => ({
  name: 'SchedulerJobGroup',
  className: `${PACKAGE}.SchedulerJobGroupInventory`,
  columns: new Map([
    ['uuid', textColumn<JobGroup>((group) => group.uuid)],
    ['name', textColumn((group) => group.name)],
    ['description', textColumn(() => null)],
    ['state', textColumn(() => 'Enabled')],
    ['jobType', textColumn((group) => group.jobs[0]?.type ?? null)],
    ['jobData', textColumn(() => '{}')],
    ['createDate', timeColumn((group) => group.createDate)],
  ]),
  lists: new Map([
    ['triggersUuid', (group: JobGroup) => [...new Set(group.jobs.map((job) => job.triggerUuid))]],
    ['jobsUuid', (group: JobGroup) => uuidsOf(group.jobs)],
  ]),
  rows: () => [...groups],
});

const triggerTable = (triggers: readonly Trigger[]): ZstackTable<Trigger> => ({
  name: 'SchedulerTrigger',
  className: `${PACKAGE}.SchedulerTriggerInventory`,
  columns: new Map([
    ['uuid', textColumn<Trigger>((trigger) => trigger.uuid)],
    ['name', textColumn((trigger) => trigger.name)],
    ['schedulerType', textColumn((trigger) => (trigger.isCron ? 'cron' : 'simple'))],
    ['schedulerInterval', numberColumn((trigger) => (trigger.isCron ? null : 3600))],
    ['repeatCount', numberColumn(() => null)],
    ['cron', textColumn((trigger) => (trigger.isCron ? '0 0 1 * * ?' : null))],
    ['startTime', timeColumn((trigger) => trigger.createDate)],
    ['stopTime', timeColumn(() => null)],
  ]),
  lists: new Map([
    ['jobsUuid', (trigger: Trigger) => uuidsOf(trigger.jobs)],
    ['jobGroupsUuid', (trigger: Trigger) => groupUuidsOf(trigger.jobs)],
  ]),
  rows: () => [...triggers],
});

/** The discovery lists of docs/vendors/zstack.md#discovery, without what is deleted. */
export const createSchedulerTables = (jobs: readonly SchedulerJob[]) => {
  const left = jobs.filter((job) => !job.isDeleted);
  const triggers = gather(left, 'trigger', (job) => job.triggerUuid);
  return {
    jobs: jobTable(left),
    groups: groupTable(gather(left, 'group', (job) => job.groupUuid)),
    triggers: triggerTable(triggers.map((trigger, n) => ({ ...trigger, isCron: n % 2 === 0 }))),
  };
};
