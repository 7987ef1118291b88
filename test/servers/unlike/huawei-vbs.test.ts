import { originsOf } from '../../conformance/origins-of.ts';
import { SOUND, testBackend } from '../../conformance/test-backend.ts';
import { createUnlikeVbs } from '../../unlike/huawei-vbs.ts';

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
  create: createUnlikeVbs,
  groups: SOUND,
  firstPage: (jobs) => 3 * originsOf(jobs),
});
