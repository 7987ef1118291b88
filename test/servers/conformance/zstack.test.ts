import { createZstackSimulator } from '../../../src/simulator/zstack.ts';
import { STATUSES } from '../../conformance/statuses.ts';
import { testBackend } from '../../conformance/test-backend.ts';

testBackend({
  backend: 'zstack',
  statuses: STATUSES['zstack'],
  create: createZstackSimulator,
  firstPage: () => 1,
});
