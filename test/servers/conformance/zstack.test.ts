import { createZstackSimulator } from '../../../src/simulator/zstack.ts';
import { testBackend } from '../../conformance/test-backend.ts';

testBackend({
  backend: 'zstack',
  statuses: { running: 'RUNNING', success: 'SUCCEEDED', else: 'FAILED' },
  create: createZstackSimulator,
  firstPage: () => 1,
});
