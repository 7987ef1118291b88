import { createHuaweiVbsSimulator } from '../../../src/simulator/huawei-vbs.ts';
import { originsOf } from '../../conformance/origins-of.ts';
import { STATUSES } from '../../conformance/statuses.ts';
import { testBackend } from '../../conformance/test-backend.ts';

testBackend({
  backend: 'huawei-vbs',
  statuses: STATUSES['huawei-vbs'],
  create: createHuaweiVbsSimulator,
  firstPage: originsOf,
});
