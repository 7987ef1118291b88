import { byHand } from './by-hand.ts';
import type { Contender } from './contender.ts';
import { hiveGateway } from './hive-gateway.ts';
import { jobweave } from './jobweave.ts';
import { jobweaveInstalled } from './jobweave-installed.ts';

/** All there are, in the order of the tables. */
export const contenders: readonly Contender[] = [
  byHand('limit', 'limit: `node:http` and undici by hand'),
  byHand('mercurius', 'Mercurius + JIT with loaders'),
  byHand('yoga-jit', 'Yoga + JIT by hand'),
  byHand('apollo', 'Apollo Server + datasource-rest'),
  hiveGateway,
  { ...byHand('static', 'static: the same rows, ready in memory'), isSpecial: true },
  jobweave,
  jobweaveInstalled,
];
