import { originsOf } from '../../conformance/origins-of.ts';
import { STATUSES } from '../../conformance/statuses.ts';
import { SOUND, testBackend } from '../../conformance/test-backend.ts';
import { createUnlikeVbs } from '../../unlike/huawei-vbs.ts';

testBackend({
  backend: 'huawei-vbs',
  statuses: STATUSES['huawei-vbs'],
  create: createUnlikeVbs,
  groups: SOUND,
  firstPage: (jobs) => 3 * originsOf(jobs),
});
