import { createHuaweiCssSimulator } from '../../../src/simulator/huawei-css.ts';
import { originsOf } from '../../conformance/origins-of.ts';
import { STATUSES } from '../../conformance/statuses.ts';
import { testBackend } from '../../conformance/test-backend.ts';

testBackend({
  backend: 'huawei-css',
  statuses: STATUSES['huawei-css'],
  create: createHuaweiCssSimulator,
  firstPage: originsOf,
});
