import { createHuaweiWorkspaceSimulator } from '../../../src/simulator/huawei-workspace.ts';
import { originsOf } from '../../conformance/origins-of.ts';
import { testBackend } from '../../conformance/test-backend.ts';

testBackend({
  backend: 'huawei-workspace',
  statuses: {
    WAITING: 'QUEUED',
    RUNNING: 'RUNNING',
    SUCCESS: ['SUCCEEDED', 'PARTIALLY_FAILED'],
    FAILED: ['FAILED', 'PARTIALLY_FAILED'],
  },
  create: createHuaweiWorkspaceSimulator,
  firstPage: originsOf,
});
