import { createZstackLongjobSimulator } from '../../../src/simulator/zstack-longjob.ts';
import { STATUSES } from '../../conformance/statuses.ts';
import { testBackend } from '../../conformance/test-backend.ts';

testBackend({
  backend: 'zstack-longjob',
  statuses: STATUSES['zstack-longjob'],
  create: createZstackLongjobSimulator,
  firstPage: () => 1,
});
