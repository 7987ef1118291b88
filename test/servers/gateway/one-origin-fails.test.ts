import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createHuaweiCssSimulator } from '../../../src/simulator/huawei-css.ts';
import { createTestGateway } from '../../support/create-test-gateway.ts';

interface Answer {
  readonly jobs: {
    readonly nodes: readonly { readonly nativeId: string; readonly origin: { readonly nativeId: string } }[];
    readonly sources: readonly { readonly state: string }[];
  };
}

const JOBS = '{ jobs(first: 500) { nodes { nativeId origin { nativeId } } sources { state } } }';
const JSON_TYPE = { 'content-type': 'application/json' };

/** What a cluster says that cannot tell whether its logs are backed up, and what its list of jobs then comes to. */
const FAULTS = [
  { status: 403, body: '{"errCode":"CSS.0015","externalMessage":"No resources"}', keepsJobs: false },
  { status: 404, body: '{"errCode":"CSS.3027","externalMessage":"No cluster"}', keepsJobs: false },
  { status: 202, body: '{"errCode":"CSS.0011","externalMessage":"in progress"}', keepsJobs: true },
  { status: 415, body: '{"errCode":"CSS.0004","externalMessage":"illegal"}', keepsJobs: true },
  { status: 200, body: '<html>', keepsJobs: true },
];

for (const { status, body, keepsJobs } of FAULTS)
  test(`a cluster whose log settings answer ${status} ${body.slice(0, 22)} costs the other clusters nothing`, async () => {
    const fixed = { jobs: 20, origins: 3, live: false, now: () => 1_700_000_000_000 };
    const vendor = await createHuaweiCssSimulator(fixed);
    const ill = vendor.expected()[0]?.originNativeId ?? assert.fail('no job');
    vendor.fault = ({ path }) =>
      path.endsWith(`/${ill}/logs/settings`) ? { kind: 'status', status, headers: JSON_TYPE, body } : null;
    const settings = { ...vendor.settings, retries: 0 };
    await using gateway = createTestGateway([{ backend: 'huawei-css', settings }]);
    const { data } = await gateway.query<Answer>(JOBS);
    const expected = vendor.expected().filter(({ originNativeId }) => keepsJobs || originNativeId !== ill);
    await vendor.close();
    assert.deepEqual(
      data.jobs.nodes.map(({ nativeId }) => nativeId),
      expected.map(({ nativeId }) => nativeId),
    );
    assert.deepEqual(data.jobs.sources, [{ state: 'OK' }]);
  });
