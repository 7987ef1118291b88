import { createHuaweiCbrSimulator } from '../../../src/simulator/huawei-cbr.ts';
import { STATUSES } from '../../conformance/statuses.ts';
import { testBackend } from '../../conformance/test-backend.ts';

testBackend({
  backend: 'huawei-cbr',
  statuses: STATUSES['huawei-cbr'],
  create: createHuaweiCbrSimulator,
  firstPage: () => 1,
});
