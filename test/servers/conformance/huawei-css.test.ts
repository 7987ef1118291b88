import { createHuaweiCssSimulator } from '../../../src/simulator/huawei-css.ts';
import { originsOf } from '../../conformance/origins-of.ts';
import { testBackend } from '../../conformance/test-backend.ts';

testBackend({
  backend: 'huawei-css',
  statuses: { RUNNING: 'RUNNING', SUCCESS: 'SUCCEEDED', FAIL: 'FAILED' },
  create: createHuaweiCssSimulator,
  firstPage: originsOf,
});
