import { defineConfig } from '@graphql-mesh/compose-cli';
import { loadJSONSchemaSubgraph } from '@omnigraph/json-schema';
import { type Access, PROJECT, type VendorAccess } from '../../world/access.ts';
import type { Vendor } from '../../world/world.ts';

/* What Mesh Compose makes one schema of: a field for each vendor's list, with samples for its types. */

const access: Access = JSON.parse(process.env['BENCH_ACCESS'] ?? '{}');
const headers: Readonly<Record<Vendor, Record<string, string>>> = JSON.parse(
  process.env['BENCH_HEADERS'] ?? '{}',
);

const TEXT = 'a text';
const MILLISECONDS = 1656042837000.5;

interface ListOf {
  readonly field: string;
  readonly path: string;
  readonly sample: object;
}

const LISTS: Readonly<Partial<Record<Vendor, ListOf>>> = {
  zstack: {
    field: 'zstackHistory',
    path: '/zstack/v1/scheduler/job/history?sort=-startTime&start=0&limit={args.limit}',
    sample: {
      inventories: [
        {
          id: 1.5,
          schedulerJobUuid: TEXT,
          jobType: TEXT,
          startTime: TEXT,
          executeTime: 1.5,
          success: true,
        },
      ],
    },
  },
  'huawei-workspace': {
    field: 'workspaceExecutions',
    path: `/v1/${PROJECT}/schedule-task/{args.origin}/execute-history?offset=0&limit={args.limit}`,
    sample: {
      items: [{ id: TEXT, task_id: TEXT, task_type: TEXT, status: TEXT, create_time: TEXT, end_time: TEXT }],
    },
  },
  'huawei-css': {
    field: 'cssRecords',
    path: `/v1.0/${PROJECT}/clusters/{args.origin}/logs/records?start=1&offset=1&limit={args.limit}`,
    sample: {
      clusterLogRecord: [
        {
          jobId: TEXT,
          clusterId: TEXT,
          createAt: MILLISECONDS,
          finishedAt: MILLISECONDS,
          status: TEXT,
          jobTypes: TEXT,
        },
      ],
    },
  },
  'huawei-vbs': {
    field: 'vbsBackups',
    path: `/v2/${PROJECT}/backuppolicy/{args.origin}/backuptasks?sort_key=created_at&sort_dir=desc&offset=0&limit={args.limit}`,
    sample: {
      tasks: [{ job_id: TEXT, status: TEXT, created_at: TEXT, finished_at: TEXT, vbs_job_id: TEXT }],
    },
  },
};

function subgraphOf(vendor: Vendor, { endpoint }: VendorAccess) {
  const list = LISTS[vendor];
  if (list === undefined) return [];
  const argTypeMap = { origin: { type: 'string' }, limit: { type: 'integer' } } as const;
  const sourceHandler = loadJSONSchemaSubgraph(vendor.replaceAll('-', '_'), {
    endpoint,
    operationHeaders: headers[vendor],
    operations: [
      {
        type: 'Query',
        method: 'GET',
        field: list.field,
        path: list.path,
        argTypeMap,
        responseSample: list.sample,
      },
    ],
  });
  return [{ sourceHandler }];
}

export const composeConfig = defineConfig({
  subgraphs: Object.entries(access).flatMap(([vendor, one]) => subgraphOf(vendor as Vendor, one)),
});
