import type { Temporal as Polyfill } from 'temporal-polyfill';

const native: typeof Polyfill | undefined = Reflect.get(globalThis, 'Temporal');

/**
 * The arithmetic of dates and zones: native from Node 26 on, and loaded where it is not. What is validated with it is computed
 * with it, too.
 */
export const Temporal: typeof Polyfill = native ?? (await import('temporal-polyfill')).Temporal;
