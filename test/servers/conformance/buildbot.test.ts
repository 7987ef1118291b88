import { createBuildbotSimulator } from '../../../src/simulator/buildbot.ts';
import { testBackend } from '../../conformance/test-backend.ts';

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
  create: createBuildbotSimulator,
  firstPage: () => 1,
});
