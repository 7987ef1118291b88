import assert from 'node:assert/strict';
import { test } from 'node:test';
import { backends } from '../../../src/backends/index.ts';
import { type connectSource, openSource } from '../../../src/create-gateway.ts';
import type { BackendDefinition, JobRow } from '../../../src/datasource/contract/backend-definition.ts';
import { createTestGateway } from '../../support/create-test-gateway.ts';
import { startWorld } from '../../support/start-world.ts';

const JOBS = `{
  jobs(filter: { sources: ["apps"] }) {
    nodes { createdAt finishedAt progress { total } details { ... on HuaweiWorkspaceJobDetails { totalCount } } }
    sources { source { id } state error { message } }
  }
}`;

interface Answer {
  readonly jobs: {
    readonly nodes: readonly { readonly createdAt: string | null }[];
    readonly sources: readonly {
      readonly source: { readonly id: string };
      readonly state: string;
      readonly error: { readonly message: string } | null;
    }[];
  };
}

/** What no schema of a backend lets through today. */
const unprintable = (row: JobRow): JobRow => ({
  ...row,
  fields: {
    ...row.fields,
    finishedAt: 9e15,
    progress: { total: 2 ** 40, succeeded: null, failed: null, running: null },
    details: { ...row.fields.details, totalCount: Number.NaN },
  },
});

function printingBadly(definition: BackendDefinition): BackendDefinition {
  const { jobs } = definition;
  if (jobs.kind !== 'paged') return definition;
  const listing: typeof jobs.listing = (stream) => {
    const listed = jobs.listing(stream);
    return { ...listed, read: (raw, tell) => unprintable(listed.read(raw, tell)) };
  };
  return { ...definition, jobs: { ...jobs, listing } };
}

const connect: typeof connectSource = ({ id, backend, settings }, listeners = {}) => {
  const connection = (backends.find(({ name }) => name === backend) ?? assert.fail()).connect(settings);
  return openSource(id, { ...connection, definition: printingBadly(connection.definition) }, listeners);
};

test('what cannot be printed is null; the report says so, and the log, once, of what the schema alone can tell', async () => {
  await using world = await startWorld({ jobs: 6 });
  await using gateway = createTestGateway(world.sources, { connect });
  const { data, errors } = await gateway.query<Answer>(JOBS);
  const expected = world.expected().filter(({ sourceId }) => sourceId === 'apps');
  assert.deepEqual(
    data.jobs.nodes,
    expected.map(({ createdAt }) => ({
      createdAt: createdAt === null ? null : new Date(createdAt).toISOString(),
      finishedAt: null,
      progress: { total: null },
      details: { totalCount: null },
    })),
  );
  const report = data.jobs.sources.find(({ source }) => source.id === 'apps');
  assert.equal(report?.state, 'PARTIAL');
  assert.match(
    report?.error?.message ?? '',
    /job\.finishedAt: not an instant between the years 0 and 9999 \(6 times\); job\.progress: not counts of 32 bits/,
  );
  assert.deepEqual(errors, []);
  assert.deepEqual(gateway.log, [
    { level: 'error', event: 'unprintable-value', field: 'HuaweiWorkspaceJobDetails.totalCount' },
  ]);
});
