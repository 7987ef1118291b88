import type { Access } from '../../world/access.ts';
import { VENDORS, type Vendor } from '../../world/world.ts';
import { huaweiCssStreams } from './huawei-css.ts';
import { huaweiServiceStageStreams } from './huawei-servicestage.ts';
import { huaweiVbsStreams } from './huawei-vbs.ts';
import { huaweiWorkspaceStreams } from './huawei-workspace.ts';
import type { Get, Stream } from './stream.ts';
import { zstackStreams } from './zstack.ts';

const FINDERS: Readonly<Record<Vendor, (get: Get) => Stream[] | Promise<Stream[]>>> = {
  zstack: zstackStreams,
  'huawei-workspace': huaweiWorkspaceStreams,
  'huawei-css': huaweiCssStreams,
  'huawei-vbs': huaweiVbsStreams,
  'huawei-servicestage': huaweiServiceStageStreams,
};

/** Every stream of every vendor, once: what is new later stays unseen until the next start. */
export async function discover(get: Get, access: Access): Promise<Stream[]> {
  const vendors = VENDORS.filter((vendor) => access[vendor] !== undefined);
  const found = await Promise.all(vendors.map((vendor) => FINDERS[vendor](get)));
  return found.flat();
}
