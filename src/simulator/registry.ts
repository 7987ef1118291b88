import { createHuaweiCssSimulator } from './huawei-css.ts';
import { createHuaweiServiceStageSimulator } from './huawei-servicestage.ts';
import { createHuaweiVbsSimulator } from './huawei-vbs.ts';
import { createHuaweiWorkspaceSimulator } from './huawei-workspace.ts';
import type { Simulator, SimulatorOptions } from './kit/simulator.ts';
import { createZstackSimulator } from './zstack.ts';

/** Starts one simulated vendor on loopback. */
export type SimulatorFactory = (options: Partial<SimulatorOptions>) => Promise<Simulator>;

/** What simulates which backend; without an identity service each takes the static demo credentials. */
export const registry: ReadonlyMap<string, SimulatorFactory> = new Map<string, SimulatorFactory>([
  ['zstack', createZstackSimulator],
  ['huawei-workspace', createHuaweiWorkspaceSimulator],
  ['huawei-css', createHuaweiCssSimulator],
  ['huawei-vbs', createHuaweiVbsSimulator],
  ['huawei-servicestage', createHuaweiServiceStageSimulator],
]);
