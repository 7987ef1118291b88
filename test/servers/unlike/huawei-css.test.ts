import { originsOf } from '../../conformance/origins-of.ts';
import { STATUSES } from '../../conformance/statuses.ts';
import { SOUND, testBackend } from '../../conformance/test-backend.ts';
import { createUnlikeCss } from '../../unlike/huawei-css.ts';

testBackend({
  backend: 'huawei-css',
  statuses: STATUSES['huawei-css'],
  create: createUnlikeCss,
  groups: SOUND,
  firstPage: (jobs) => 3 * originsOf(jobs),
});
