import type { Backend } from './backend.ts';
import { buildbot } from './buildbot/index.ts';
import { huaweiCbr } from './huawei-cbr/index.ts';
import { huaweiCss } from './huawei-css/index.ts';
import { huaweiServicestage } from './huawei-servicestage/index.ts';
import { huaweiVbs } from './huawei-vbs/index.ts';
import { huaweiWorkspace } from './huawei-workspace/index.ts';
import { zstack } from './zstack/index.ts';
import { zstackLongjob } from './zstack-longjob/index.ts';

/** The registry: the one place that names every vendor. */
export const backends: readonly Backend[] = [
  zstack,
  zstackLongjob,
  huaweiWorkspace,
  huaweiCss,
  huaweiVbs,
  huaweiCbr,
  huaweiServicestage,
  buildbot,
];
