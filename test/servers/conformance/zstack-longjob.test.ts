import { createZstackLongjobSimulator } from '../../../src/simulator/zstack-longjob.ts';
import { testBackend } from '../../conformance/test-backend.ts';

testBackend({
  backend: 'zstack-longjob',
  statuses: {
    Waiting: 'QUEUED',
    Suspended: 'PAUSED',
    Running: 'RUNNING',
    Succeeded: 'SUCCEEDED',
    Canceling: 'CANCELING',
    Canceled: 'CANCELED',
    Failed: 'FAILED',
  },
  create: createZstackLongjobSimulator,
  firstPage: () => 1,
});
