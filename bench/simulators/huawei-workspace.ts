import { nativeIdOf, originIdOf, originOfId, placeOfId } from '../world/ids.ts';
import { type Run, runAt, runsFrom } from '../world/run.ts';
import { type Step, stepsOf } from '../world/steps.ts';
import { WORDS } from '../world/words.ts';
import { type Stream, streamsOf } from '../world/world.ts';
import { isoOf, numberOf, type SimulatorFactory } from './simulator.ts';

const COMMON = { task_type: 'RESTART_SERVER', time_zone: 'Asia/Shanghai' };

const printTask = (stream: Stream) => ({
  ...COMMON,
  id: originIdOf(stream),
  task_name: `nightly-${stream.origin}`,
  scheduled_type: 'DAY',
});

const printExecution = (run: Run) => ({
  ...COMMON,
  id: nativeIdOf(run),
  task_id: originIdOf(run.stream),
  status: WORDS['huawei-workspace'][run.outcome],
  scheduled_type: 'DAY',
  total_count: 5,
  success_count: run.outcome === 'SUCCEEDED' ? 5 : 0,
  failed_count: run.outcome === 'FAILED' ? 5 : 0,
  excuting_count: run.outcome === 'RUNNING' ? 5 : 0,
  begin_time: isoOf(run.createdAt),
  end_time: isoOf(run.finishedAt),
  create_time: isoOf(run.createdAt),
});

const printDetail = (step: Step, run: Run) => ({
  ...COMMON,
  id: step.nativeId,
  execute_id: nativeIdOf(run),
  server_id: `server-${step.nativeId}`,
  server_name: 'app-1',
  status: WORDS['huawei-workspace'][step.outcome],
  begin_time: isoOf(step.begin),
  end_time: isoOf(step.end),
  result_code: null,
  result_message: null,
});

/** `/v1/{project}/schedule-task[/{id}/execute-history|execute-detail]` (docs/vendors/huawei-workspace.md). */
export const huaweiWorkspace: SimulatorFactory = (world) => {
  const streams = streamsOf(world).filter(({ vendor }) => vendor === 'huawei-workspace');
  return ({ segments: [, , , id, list], query }) => {
    const offset = numberOf(query, 'offset', 0);
    const limit = numberOf(query, 'limit', 10);
    if (id === undefined)
      return { count: streams.length, items: streams.slice(offset, offset + limit).map(printTask) };
    if (list === 'execute-detail') {
      const { origin, index } = placeOfId(id);
      const stream = streams[origin];
      if (stream === undefined) return undefined;
      const run = runAt(stream, index);
      const items = stepsOf(run).map((step) => printDetail(step, run));
      return { count: items.length, items: items.slice(offset, offset + limit) };
    }
    const stream = streams[originOfId(id)];
    if (stream === undefined) return undefined;
    return { count: stream.rows, items: runsFrom(stream, offset, limit).map(printExecution) };
  };
};
