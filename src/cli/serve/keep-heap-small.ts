import { setFlagsFromString } from 'node:v8';

/** How much garbage may lie beside what is used, in percent of that, before all of the heap is cleaned. */
const GARBAGE_PERCENT = 40;

/**
 * Left to itself, the engine lets garbage grow to three times of what is used. What a request makes is collected with the young
 * generation, mostly, so that under load all of the heap is cleaned once or twice in two seconds even so
 * (bench/RESULTS.md#memory-and-its-collection).
 */
export const keepHeapSmall = (): void => setFlagsFromString(`--heap-growing-percent=${GARBAGE_PERCENT}`);
