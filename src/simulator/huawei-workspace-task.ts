import { nameAt } from './kit/name-at.ts';
import { uuid } from './kit/random.ts';

/** What never changes about a scheduled task (docs/vendors/huawei-workspace.md#discovery). */
export interface ScheduledTask {
  readonly id: string;
  readonly task_name: string;
  readonly task_type: string;
  readonly scheduled_type: string;
  readonly time_zone: string;
  readonly create_time: string;
}

export const TASK_TYPES = ['RESTART_SERVER', 'START_SERVER', 'STOP_SERVER', 'REINSTALL_OS'] as const;
const SCHEDULES = ['DAY', 'WEEK', 'MONTH', 'FIXED_TIME'] as const;
const NAMES = ['restart-kiosks', 'start-call-centre', 'stop-after-work', 'reset-training-rooms'];
const DAY_MS = 24 * 3600 * 1000;

/** `start`: epoch milliseconds; a task is older than all its runs. */
export const scheduledTask = (seed: number, origin: number, start: number): ScheduledTask => ({
  id: uuid(seed, 'workspace-task', origin),
  task_name: nameAt(NAMES, origin, 'nightly'),
  task_type: TASK_TYPES[origin % TASK_TYPES.length] ?? 'RESTART_SERVER',
  scheduled_type: SCHEDULES[origin % SCHEDULES.length] ?? 'DAY',
  time_zone: 'Asia/Shanghai',
  create_time: new Date(start - (61 + (origin % 30)) * DAY_MS).toISOString(),
});

/** One row of the list of scheduled tasks; `lastStatus` is `null` for one that never ran. */
export const printScheduledTask = (task: ScheduledTask, lastStatus: string | null, now: number) => ({
  ...task,
  ...(lastStatus === null ? {} : { last_status: lastStatus }),
  task_cron: '0 0 1 * * ?',
  next_execution_time: new Date(now + DAY_MS).toISOString(),
  schedule_task_policy: { enforcement_enable: true },
  day_interval: 1,
  week_list: '1,2,7',
  month_list: '1,6',
  date_list: '1,L',
  scheduled_time: '01:00:00',
  description: '',
  is_enable: true,
  update_time: task.create_time,
});
