import { SOUND, testBackend } from '../../conformance/test-backend.ts';
import { createUnlikeCbr } from '../../unlike/huawei-cbr.ts';

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
  create: createUnlikeCbr,
  groups: SOUND,
  firstPage: () => 3,
});
