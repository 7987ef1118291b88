import { SOUND, testBackend } from '../../conformance/test-backend.ts';
import { createUnlikeBuildbot } from '../../unlike/buildbot.ts';

testBackend({
  backend: 'buildbot',
  statuses: {
    queued: 'QUEUED',
    running: 'RUNNING',
    success: 'SUCCEEDED',
    warnings: 'SUCCEEDED',
    failure: 'FAILED',
    exception: 'FAILED',
    retry: 'FAILED',
    skipped: 'SKIPPED',
    cancelled: 'CANCELED',
  },
  create: createUnlikeBuildbot,
  groups: SOUND,
  firstPage: () => 3,
});
