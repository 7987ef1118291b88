import { createBuildbotSimulator } from './buildbot.ts';
import { createHuaweiCbrSimulator } from './huawei-cbr.ts';
import { createHuaweiCssSimulator } from './huawei-css.ts';
import { createHuaweiServiceStageSimulator } from './huawei-servicestage.ts';
import { createHuaweiVbsSimulator } from './huawei-vbs.ts';
import { createHuaweiWorkspaceSimulator } from './huawei-workspace.ts';
import type { HuaweiAccessOptions } from './kit/huawei-gateway.ts';
import type { Simulator, SimulatorOptions } from './kit/simulator.ts';
import { createZstackSimulator } from './zstack.ts';
import { createZstackLongjobSimulator } from './zstack-longjob.ts';

/** Starts one simulated vendor on loopback; without an identity service it takes the static demo credentials. */
export type SimulatorFactory = (
  options: Partial<SimulatorOptions> & HuaweiAccessOptions & { readonly projectId?: string },
) => Promise<Simulator>;

export interface SimulatedVendor {
  readonly create: SimulatorFactory;
  /** What its source is called in the demo. */
  readonly sourceId: string;
  /** How its source signs in at the demo's identity service; absent: the vendor has its own way. */
  readonly signsInBy?: 'password' | 'key';
}

/** Half of it is in the vendor's newer API, as with tenants who are moving there. */
const createMovingTenant: SimulatorFactory = (options) =>
  createHuaweiServiceStageSimulator({ api: 'both', ...options });

/** What simulates which backend, in the order of the demo's sources. */
export const registry: ReadonlyMap<string, SimulatedVendor> = new Map<string, SimulatedVendor>([
  ['zstack', { create: createZstackSimulator, sourceId: 'dc1' }],
  ['huawei-workspace', { create: createHuaweiWorkspaceSimulator, sourceId: 'apps', signsInBy: 'password' }],
  ['huawei-css', { create: createHuaweiCssSimulator, sourceId: 'search', signsInBy: 'password' }],
  ['huawei-vbs', { create: createHuaweiVbsSimulator, sourceId: 'backups', signsInBy: 'key' }],
  ['huawei-servicestage', { create: createMovingTenant, sourceId: 'deploys', signsInBy: 'password' }],
  ['huawei-cbr', { create: createHuaweiCbrSimulator, sourceId: 'vaults', signsInBy: 'key' }],
  ['zstack-longjob', { create: createZstackLongjobSimulator, sourceId: 'images' }],
  ['buildbot', { create: createBuildbotSimulator, sourceId: 'ci' }],
]);
