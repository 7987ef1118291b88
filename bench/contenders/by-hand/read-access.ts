import type { Access } from '../../world/access.ts';

/** Where the vendors are, as the benchmark tells every contender. */
export const readAccess = (): Access => JSON.parse(process.env['BENCH_ACCESS'] ?? '{}');
