import { createHuaweiCssSimulator } from './huawei-css.ts';
import { createHuaweiServiceStageSimulator } from './huawei-servicestage.ts';
import { createHuaweiVbsSimulator } from './huawei-vbs.ts';
import { createHuaweiWorkspaceSimulator } from './huawei-workspace.ts';
import { createIamSimulator, DEMO_PROJECT, type IamSimulator } from './iam.ts';
import type { Simulator, SimulatorOptions } from './kit/simulator.ts';
import { createZstackSimulator } from './zstack.ts';

/** `jobs` and `origins` are those of each vendor. */
export type DemoWorldOptions = Partial<Omit<SimulatorOptions, 'port'>>;

export interface DemoWorld {
  /** The sources of a configuration that reaches all of it: `dc1`, `apps`, `search`, `backups`, `deploys`. */
  readonly sources: Record<string, unknown>[];
  /** In the order of the sources. */
  readonly simulators: Simulator[];
  readonly iam: IamSimulator;
  readonly close: () => Promise<void>;
}

const SOURCE_IDS = ['dc1', 'apps', 'search', 'backups', 'deploys'] as const;

/** All five simulated vendors and the identity service in which three of them sign in by password, one by key. */
export async function createDemoWorld(options: DemoWorldOptions = {}): Promise<DemoWorld> {
  const { latencyMs = 0, now = Date.now, seed = 1 } = options;
  const iam = await createIamSimulator({ latencyMs, now });
  const vendor = (place: number) => ({ ...options, seed: seed + place, projectId: DEMO_PROJECT.id });
  const simulators = await Promise.all([
    createZstackSimulator({ ...options, seed }),
    createHuaweiWorkspaceSimulator({ ...vendor(1), ...iam.passwordAccess }),
    createHuaweiCssSimulator({ ...vendor(2), ...iam.passwordAccess }),
    createHuaweiVbsSimulator({ ...vendor(3), ...iam.keyAccess }),
    createHuaweiServiceStageSimulator({ ...vendor(4), ...iam.passwordAccess }),
  ]);
  const sources = simulators.map(({ backend, settings }, place) => ({
    id: SOURCE_IDS[place],
    backend,
    ...settings,
  }));
  const close = async (): Promise<void> => {
    await Promise.all([iam, ...simulators].map((one) => one.close()));
  };
  return { sources, simulators, iam, close };
}
