import type { Vendor } from './world.ts';

/** How one vendor is reached. The credentials are made up. */
export interface VendorAccess {
  /** `http://127.0.0.1:PORT` */
  readonly endpoint: string;
}

/** Vendors that the world has, in its order. */
export type Access = Readonly<Partial<Record<Vendor, VendorAccess>>>;

export const PROJECT = '0605767d3c80d4762fd2c0187a1b2c3d';
export const TOKEN = 'a-token-of-the-benchmark';
export const ACCOUNT = { account: 'admin', password: 'password' };
export const TIME_ZONE = 'Asia/Shanghai';
/** What the clock of that zone is ahead of UTC. */
export const ZONE_MS = 8 * 3_600_000;
