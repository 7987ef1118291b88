import { nativeIdOf, originIdOf, originOfId, placeOfId } from '../world/ids.ts';
import { type Run, runAt, runsFrom } from '../world/run.ts';
import { type Step, stepsOf } from '../world/steps.ts';
import { WORDS } from '../world/words.ts';
import { type Stream, streamsOf } from '../world/world.ts';
import { isoOf, numberOf, type SimulatorFactory } from './simulator.ts';

const STEP_WORDS = { SUCCEEDED: 'SUCCESS', FAILED: 'FAIL', RUNNING: 'RUNNING' } as const;
const SERVICE_JOB = 'vbs-';

const printPolicy = (stream: Stream) => ({
  backup_policy_id: originIdOf(stream),
  backup_policy_name: `policy-${stream.origin}`,
  policy_resource_count: 5,
});

const printBackup = (run: Run) => ({
  status: WORDS['huawei-vbs'][run.outcome],
  job_id: nativeIdOf(run),
  created_at: isoOf(run.createdAt)?.slice(0, -1),
  ...(run.finishedAt === null ? {} : { finished_at: isoOf(run.finishedAt)?.slice(0, -1) }),
  backup_name: 'autobk_a61d',
  resource_id: 'f47a4ab5-11f5-4509-97f5-80ce0dd74e37',
  resource_type: 'volume',
  vbs_job_id: SERVICE_JOB + nativeIdOf(run),
});

const printStep = (step: Step) => ({
  job_id: step.nativeId,
  job_type: 'bksCreateSnapshot',
  status: STEP_WORDS[step.outcome],
  begin_time: isoOf(step.begin),
  end_time: isoOf(step.end),
  error_code: null,
  fail_reason: null,
});

/** `/v2/{project}/backuppolicy[/{id}/backuptasks]` and `/v1/{project}/jobs/{id}` (docs/vendors/huawei-vbs.md). */
export const huaweiVbs: SimulatorFactory = (world) => {
  const streams = streamsOf(world).filter(({ vendor }) => vendor === 'huawei-vbs');

  function serviceJob(id: string): object | undefined {
    const { origin, index } = placeOfId(id.slice(SERVICE_JOB.length));
    const stream = streams[origin];
    return (
      stream && {
        job_id: id,
        job_type: 'bksCreateBackup',
        sub_jobs: stepsOf(runAt(stream, index)).map(printStep),
      }
    );
  }

  return ({ segments: [, , kind, id], query }) => {
    if (id === undefined) return { backup_policies: streams.map(printPolicy) };
    if (kind === 'jobs') return serviceJob(id);
    const stream = streams[originOfId(id)];
    if (stream === undefined) return undefined;
    const marker = query.get('marker');
    const from = marker === null ? numberOf(query, 'offset', 0) : placeOfId(marker).index + 1;
    return {
      tasks: runsFrom(stream, from, numberOf(query, 'limit', 20)).map(printBackup),
      count: stream.rows,
    };
  };
};
