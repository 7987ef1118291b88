import { STATUSES } from '../../conformance/statuses.ts';
import { SOUND, testBackend } from '../../conformance/test-backend.ts';
import { createUnlikeCbr } from '../../unlike/huawei-cbr.ts';

testBackend({
  backend: 'huawei-cbr',
  statuses: STATUSES['huawei-cbr'],
  create: createUnlikeCbr,
  groups: SOUND,
  firstPage: () => 3,
});
