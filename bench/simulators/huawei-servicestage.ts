import { nativeIdOf, originIdOf, placeOfId } from '../world/ids.ts';
import { type Run, runAt } from '../world/run.ts';
import { type Step, stepsOf } from '../world/steps.ts';
import { WORDS } from '../world/words.ts';
import { type Stream, streamsOf } from '../world/world.ts';
import { isoOf, type SimulatorFactory } from './simulator.ts';

const INSTANCES_PER_COMPONENT = 2;
const COMPONENTS_PER_APPLICATION = 4;

const printInstance = (stream: Stream) => ({
  id: originIdOf(stream),
  name: `instance-${stream.origin}`,
  status_detail: { last_job_id: nativeIdOf(runAt(stream, 0)) },
});

const printTask = (step: Step, place: number) => ({
  MESSAGES: '{}',
  TASK_ID: `Task-${step.nativeId}`,
  TASK_TYPE: 'echo',
  TASK_INDEX: place + 1,
  TASK_NAME: `TN0000${place}`,
  TASK_STATUS: WORDS['huawei-servicestage'][step.outcome],
  LAST_HEALTH_CHECK: isoOf(step.end ?? step.begin),
  CREATED_AT: isoOf(step.begin),
  OWNER_ID: 'cas-mgr-69bb87d7c-wpqwb:30114',
});

const printJob = (run: Run) => {
  const steps = stepsOf(run);
  return {
    job: {
      JOB_ID: nativeIdOf(run),
      JOB_NAME: 'provision/provMain',
      JOB_TYPE: 'PROVISION',
      SERVICE_INSTANCE_ID: originIdOf(run.stream),
      ORDER_ID: '',
      JOB_DESC: 'provision/provMain',
      EXECUTION_STATUS: WORDS['huawei-servicestage'][run.outcome],
      CREATED_BY: '585cc5c16cda4954b28d4eb460f06261',
    },
    tasks: steps.map(printTask),
    task_count: steps.length,
  };
};

const named = (kind: string, count: number) =>
  Array.from({ length: count }, (_, place) => ({ id: `${kind}-${place}`, name: `${kind} ${place}` }));

const placeIn = (id = ''): number => Number(id.slice(id.indexOf('-') + 1));

/** An older region, without v3: `/v2/{project}/cas/jobs/{id}` and the crawl to the instances (docs/vendors/huawei-servicestage.md). */
export const huaweiServiceStage: SimulatorFactory = (world) => {
  const streams = streamsOf(world).filter(({ vendor }) => vendor === 'huawei-servicestage');
  const components = named('component', Math.ceil(streams.length / INSTANCES_PER_COMPONENT));
  const applications = named('application', Math.ceil(components.length / COMPONENTS_PER_APPLICATION));
  const part = <T>(all: readonly T[], place: number, size: number): T[] =>
    all.slice(place * size, (place + 1) * size);

  return ({ segments: [version, , , kind, id, , componentId] }) => {
    if (version !== 'v2') return undefined;
    if (kind === 'jobs') {
      const stream = streams[placeOfId(id ?? '').origin];
      return stream && printJob(runAt(stream, 0));
    }
    if (id === undefined) return { count: applications.length, applications };
    if (componentId === undefined) {
      const found = part(components, placeIn(id), COMPONENTS_PER_APPLICATION);
      return { count: found.length, components: found };
    }
    const found = part(streams, placeIn(componentId), INSTANCES_PER_COMPONENT);
    return { count: found.length, instances: found.map(printInstance) };
  };
};
