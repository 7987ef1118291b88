import { originsOf } from '../../conformance/origins-of.ts';
import { SOUND, testBackend } from '../../conformance/test-backend.ts';
import { createUnlikeCss } from '../../unlike/huawei-css.ts';

testBackend({
  backend: 'huawei-css',
  statuses: { RUNNING: 'RUNNING', SUCCESS: 'SUCCEEDED', FAIL: 'FAILED' },
  create: createUnlikeCss,
  groups: SOUND,
  firstPage: (jobs) => 3 * originsOf(jobs),
});
