import { createHuaweiVbsSimulator } from '../../../src/simulator/huawei-vbs.ts';
import { originsOf } from '../../conformance/origins-of.ts';
import { testBackend } from '../../conformance/test-backend.ts';

testBackend({
  backend: 'huawei-vbs',
  statuses: {
    WAITING: 'QUEUED',
    RUNNING: 'RUNNING',
    EXECUTE_SUCCESS: 'SUCCEEDED',
    EXECUTE_FAIL: 'FAILED',
    EXECUTE_TIMEOUT: 'TIMED_OUT',
    SKIP: 'SKIPPED',
  },
  create: createHuaweiVbsSimulator,
  firstPage: originsOf,
});
