import { stackOf } from '../model/stack-of.ts';

/** Why the process cannot start, in lines for a person. It ends with exit code 2. */
export class StartFault extends Error {
  override readonly name = 'StartFault';
}

/** A fault that a person can correct is told in its own words; anything else is a defect and shows its stack. */
export const textOf = (error: unknown): string =>
  error instanceof StartFault ? error.message : stackOf(error);
