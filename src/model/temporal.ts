import { Temporal as Polyfill } from 'temporal-polyfill';

/** The arithmetic of dates and zones: native from Node 26 on. What is validated with it is computed with it, too. */
export const Temporal: typeof Polyfill = Reflect.get(globalThis, 'Temporal') ?? Polyfill;
