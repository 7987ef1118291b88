import type { FaultPlan } from '../../src/simulator/kit/simulator.ts';
import type { FaultCell } from './fault-cells.ts';

/** Makes a vendor ill. Signing in has tests of its own. `onFault` is told of each answer that goes wrong. */
export function faultPlan(
  { fault, once = false }: Pick<FaultCell, 'fault' | 'once'>,
  onFault: () => void = () => {},
): FaultPlan {
  let left = once ? 1 : Number.POSITIVE_INFINITY;
  return ({ path }) => {
    if (fault === undefined || path.endsWith('/login') || left === 0) return null;
    left -= 1;
    onFault();
    return fault;
  };
}
