import { SOUND, testBackend } from '../../conformance/test-backend.ts';
import { createUnlikeLongjob } from '../../unlike/zstack-longjob.ts';

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
  create: createUnlikeLongjob,
  groups: SOUND,
  firstPage: () => 3,
});
