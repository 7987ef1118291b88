import { join } from 'node:path';
import type { Contender } from './contender.ts';

/** A server of this folder, which is told by its environment where the vendors are. */
export const byHand = (name: string, title: string): Contender => ({
  name,
  title,
  prepare: async ({ access }) => ({
    command: [process.execPath, join(import.meta.dirname, `${name}.ts`)],
    environment: { BENCH_ACCESS: JSON.stringify(access) },
  }),
});
