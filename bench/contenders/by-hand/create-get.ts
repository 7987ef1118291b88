import { Pool } from 'undici';
import type { Access } from '../../world/access.ts';
import { VENDORS } from '../../world/world.ts';
import { signIn } from './sign-in.ts';
import type { Get } from './stream.ts';

const CONNECTIONS_PER_VENDOR = 32;

/** Reads from the vendors with undici, as directly as it can be done. */
export async function createGet(access: Access): Promise<Get> {
  const headers = await signIn(access);
  const pools = new Map(
    VENDORS.flatMap((vendor) => {
      const endpoint = access[vendor]?.endpoint;
      return endpoint === undefined
        ? []
        : [[vendor, new Pool(endpoint, { connections: CONNECTIONS_PER_VENDOR })]];
    }),
  );
  return async <Body>(vendor: keyof typeof headers, path: string) => {
    const pool = pools.get(vendor);
    if (pool === undefined) throw new RangeError(`there is no ${vendor} in this world`);
    const { statusCode, body } = await pool.request({ path, method: 'GET', headers: headers[vendor] });
    if (statusCode !== 200) throw new Error(`${vendor} answered ${statusCode}: ${await body.text()}`);
    return (await body.json()) as Body;
  };
}
