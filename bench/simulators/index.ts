import type { Vendor } from '../world/world.ts';
import { huaweiCss } from './huawei-css.ts';
import { huaweiServiceStage } from './huawei-servicestage.ts';
import { huaweiVbs } from './huawei-vbs.ts';
import { huaweiWorkspace } from './huawei-workspace.ts';
import type { SimulatorFactory } from './simulator.ts';
import { zstack } from './zstack.ts';

export const simulators: Readonly<Record<Vendor, SimulatorFactory>> = {
  zstack,
  'huawei-workspace': huaweiWorkspace,
  'huawei-css': huaweiCss,
  'huawei-vbs': huaweiVbs,
  'huawei-servicestage': huaweiServiceStage,
};
