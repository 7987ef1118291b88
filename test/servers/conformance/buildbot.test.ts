import { createBuildbotSimulator } from '../../../src/simulator/buildbot.ts';
import { STATUSES } from '../../conformance/statuses.ts';
import { testBackend } from '../../conformance/test-backend.ts';

testBackend({
  backend: 'buildbot',
  statuses: STATUSES['buildbot'],
  create: createBuildbotSimulator,
  firstPage: () => 1,
});
