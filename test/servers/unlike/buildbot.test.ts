import { STATUSES } from '../../conformance/statuses.ts';
import { SOUND, testBackend } from '../../conformance/test-backend.ts';
import { createUnlikeBuildbot } from '../../unlike/buildbot.ts';

testBackend({
  backend: 'buildbot',
  statuses: STATUSES['buildbot'],
  create: createUnlikeBuildbot,
  groups: SOUND,
  firstPage: () => 3,
});
