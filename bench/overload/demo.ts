import { join } from 'node:path';
import type { Contender } from '../contenders/contender.ts';

const ROOT = join(import.meta.dirname, '../..');

/** The product on its demo: vendors that sort a whole history for each answer, in the process of the gateway. */
export const demo: Contender = {
  name: 'jobweave-demo',
  title: 'Jobweave on its demo',
  prepare: async () => ({
    command: [
      process.execPath,
      '--max-semi-space-size=32',
      '--v8-pool-size=1',
      join(ROOT, 'bin/jobweave.js'),
      'serve',
      '--port',
      '0',
    ],
    environment: {},
  }),
};
