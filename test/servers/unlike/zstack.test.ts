import { SOUND, testBackend } from '../../conformance/test-backend.ts';
import { createUnlikeZstack } from '../../unlike/zstack.ts';

testBackend({
  backend: 'zstack',
  statuses: { running: 'RUNNING', success: 'SUCCEEDED', else: 'FAILED' },
  create: createUnlikeZstack,
  groups: SOUND,
  firstPage: () => 3,
});
