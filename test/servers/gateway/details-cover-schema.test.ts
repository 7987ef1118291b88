import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isObjectType } from 'graphql';
import { backends } from '../../../src/backends/index.ts';
import { connectVendor } from '../../support/connect-vendor.ts';
import { executableSchema } from '../../support/create-test-gateway.ts';
import { edgesOf, jobList } from '../../support/job-list.ts';
import { startWorld } from '../../support/start-world.ts';

test('each field of a vendor’s details has a resolver or is a property of the rows really read', async () => {
  await using world = await startWorld({ jobs: 10, backends: backends.map(({ name }) => name) });
  const schema = executableSchema();
  const seen = new Set<string>();
  for (const vendor of world.vendors) {
    const source = connectVendor(vendor);
    const edges = edgesOf(await jobList({ sources: [source] }).walk(100));
    assert(edges.length > 0);
    for (const { job } of edges) {
      const { __typename, ...details } = job.details;
      const type = schema.getType(__typename);
      assert(isObjectType(type), `${__typename} is in the schema`);
      seen.add(__typename);
      const fields = Object.values(type.getFields());
      const bare = fields.filter(({ resolve }) => resolve === undefined).map(({ name }) => name);
      assert.deepEqual(Object.keys(details).sort(), bare.sort(), __typename);
    }
    await source.close();
  }
  const union = schema.getType('JobDetails');
  assert(union !== undefined && 'getTypes' in union);
  assert.deepEqual(
    [...seen].sort(),
    union
      .getTypes()
      .map(({ name }) => name)
      .sort(),
  );
});
