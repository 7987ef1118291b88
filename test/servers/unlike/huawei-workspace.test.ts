import { originsOf } from '../../conformance/origins-of.ts';
import { SOUND, testBackend } from '../../conformance/test-backend.ts';
import { createUnlikeWorkspace } from '../../unlike/huawei-workspace.ts';

testBackend({
  backend: 'huawei-workspace',
  statuses: {
    WAITING: 'QUEUED',
    RUNNING: 'RUNNING',
    SUCCESS: 'SUCCEEDED',
    FAILED: ['FAILED', 'PARTIALLY_FAILED'],
  },
  create: createUnlikeWorkspace,
  groups: SOUND,
  firstPage: (jobs) => 3 * originsOf(jobs),
});
