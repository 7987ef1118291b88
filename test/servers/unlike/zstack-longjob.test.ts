import { STATUSES } from '../../conformance/statuses.ts';
import { SOUND, testBackend } from '../../conformance/test-backend.ts';
import { createUnlikeLongjob } from '../../unlike/zstack-longjob.ts';

testBackend({
  backend: 'zstack-longjob',
  statuses: STATUSES['zstack-longjob'],
  create: createUnlikeLongjob,
  groups: SOUND,
  firstPage: () => 3,
});
