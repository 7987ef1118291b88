import type { serviceErrors } from './huawei-servicestage-error.ts';
import { v3Page } from './huawei-servicestage-page.ts';
import { type ComponentRecord, printRecord } from './huawei-servicestage-record.ts';
import type { TreeNode } from './huawei-servicestage-tree.ts';
import type { Handler } from './kit/http.ts';
import { hash32, uuid } from './kit/random.ts';

/** A component as v3 shows it. Times are epoch milliseconds. */
export interface V3Component extends TreeNode {
  readonly application: TreeNode;
  /** The index of the origin whose jobs are its own; `null`: it never had one. */
  readonly origin: number | null;
}

/** One component per origin, and beside them some that were never deployed. */
export function v3Components(
  seed: number,
  origins: readonly number[],
  applications: readonly TreeNode[],
): V3Component[] {
  const idle = Array.from({ length: 1 + Math.ceil(origins.length / 4) }, () => null);
  return [...origins, ...idle].map((origin, place) => {
    const application = applications[hash32(seed, place) % applications.length];
    if (application === undefined) throw new RangeError('no applications');
    return {
      id: uuid(seed, 'servicestage-v3-component', place),
      name: `service-${place + 1}`,
      create_time: application.create_time + place,
      update_time: application.update_time + (place % 3),
      application,
      origin,
    };
  });
}

export interface V3Service {
  readonly components: readonly V3Component[];
  /** By their beginning, ascending. */
  readonly recordsOf: (component: V3Component) => readonly ComponentRecord[];
  readonly errors: ReturnType<typeof serviceErrors>;
  readonly now: () => number;
}

const COMPONENTS = '/v3/:project_id/cas/components';
const RECORDS = '/v3/:project_id/cas/applications/:application_id/components/:component_id/records';

/** The routes on which a client finds jobs in v3 (docs/vendors/huawei-servicestage.md#two-apis). */
export function v3Routes({ components, recordsOf, errors, now }: V3Service) {
  const byTime = components.toSorted((a, b) => a.create_time - b.create_time);

  const printComponent = (component: V3Component) => {
    const last = recordsOf(component).at(-1)?.jobs.at(-1);
    const { id, name, application, create_time, update_time } = component;
    return {
      id,
      name,
      application_id: application.id,
      application_name: application.name,
      environment_id: uuid(0, 'servicestage-environment', 1),
      environment_name: 'production',
      version: '1.0.0',
      creator: 'demo',
      platform_type: 'cce',
      status: {
        component_status: last === undefined ? 'UNKNOWN' : 'RUNNING',
        replica: 2,
        available_replica: 2,
        ...(last === undefined ? {} : { last_job_id: last.nativeId }),
        creator: 'demo',
        create_time,
        update_time,
      },
    };
  };

  const listComponents: Handler = ({ query }) => {
    const [application, name] = [query.get('application_name'), query.get('component_name')];
    const found = byTime.filter(
      (one) =>
        (application === null || one.application.name === application) &&
        (name === null || one.name === name),
    );
    const page = v3Page(found, query);
    if (page === null) return errors.badRequest();
    return { status: 200, json: { count: found.length, components: page.map(printComponent) } };
  };

  const listRecords: Handler = ({ params, query }) => {
    const component = components.find(({ id }) => id === params['component_id']);
    if (component === undefined || component.application.id !== params['application_id'])
      return errors.noV3Component();
    const records = recordsOf(component);
    const rows = records.map((record, place) => ({ record, place, name: '', update_time: 0 }));
    const page = v3Page(rows, query);
    if (page === null) return errors.badRequest();
    const print = ({ record, place }: (typeof rows)[number]) =>
      printRecord(record, place, place === records.length - 1, now());
    return { status: 200, json: { count: records.length, records: page.map(print) } };
  };

  return [
    [COMPONENTS, listComponents],
    [RECORDS, listRecords],
  ] as const;
}
