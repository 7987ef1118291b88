import { type Access, createAccess, OpenToAll } from '../access/create-access.ts';
import type { Config } from '../config/config.ts';
import { StartFault } from './start-fault.ts';

/** Who may come in. Throws `StartFault` where everybody could read all, and nobody has said that this is meant. */
export function accessTo(config: Config, host: string): Access {
  try {
    return createAccess(config, host);
  } catch (error) {
    throw error instanceof OpenToAll ? new StartFault(error.message) : error;
  }
}
