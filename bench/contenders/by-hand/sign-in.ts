import { createHash } from 'node:crypto';
import { request } from 'undici';
import { ACCOUNT, type Access, TOKEN } from '../../world/access.ts';
import type { Vendor } from '../../world/world.ts';

/** The headers with which each vendor lets one in. */
export async function signIn(access: Access): Promise<Readonly<Record<Vendor, Record<string, string>>>> {
  const huawei = { 'x-auth-token': TOKEN };
  return {
    zstack: access.zstack === undefined ? {} : await zstackSession(access.zstack.endpoint),
    'huawei-workspace': huawei,
    'huawei-css': huawei,
    'huawei-vbs': huawei,
    'huawei-servicestage': huawei,
  };
}

async function zstackSession(endpoint: string): Promise<Record<string, string>> {
  const password = createHash('sha512').update(ACCOUNT.password).digest('hex');
  const { body } = await request(`${endpoint}/zstack/v1/accounts/login`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ logInByAccount: { accountName: ACCOUNT.account, password } }),
  });
  const session = (await body.json()) as { inventory: { uuid: string } };
  return { authorization: `OAuth ${session.inventory.uuid}` };
}
