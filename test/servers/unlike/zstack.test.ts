import { STATUSES } from '../../conformance/statuses.ts';
import { SOUND, testBackend } from '../../conformance/test-backend.ts';
import { createUnlikeZstack } from '../../unlike/zstack.ts';

testBackend({
  backend: 'zstack',
  statuses: STATUSES['zstack'],
  create: createUnlikeZstack,
  groups: SOUND,
  firstPage: () => 3,
});
