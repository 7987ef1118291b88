import { createHuaweiCbrSimulator } from '../../../src/simulator/huawei-cbr.ts';
import { testBackend } from '../../conformance/test-backend.ts';

testBackend({
  backend: 'huawei-cbr',
  statuses: {
    waiting: 'QUEUED',
    running: 'RUNNING',
    success: 'SUCCEEDED',
    failed: 'FAILED',
    timeout: 'TIMED_OUT',
    skipped: 'SKIPPED',
  },
  create: createHuaweiCbrSimulator,
  firstPage: () => 1,
});
