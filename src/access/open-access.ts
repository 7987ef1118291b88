import { ANONYMOUS } from '../scope/principal.ts';
import { admit } from './caller.ts';
import type { Access } from './create-access.ts';

const EVERYBODY = admit(ANONYMOUS, null);

/** Lets everybody in, to everything: for a gateway that only this machine reaches. */
export const OPEN_ACCESS: Access = {
  authenticate: () => EVERYBODY,
  isAllowedHost: () => true,
  hasGraphiql: true,
};
