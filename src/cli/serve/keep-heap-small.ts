import { setFlagsFromString } from 'node:v8';

/** How much garbage may lie beside what is used, before all of the heap is cleaned: one and a half times as much. */
const GARBAGE_PERCENT = 150;

/**
 * Left to itself, the engine lets garbage grow to three times of what is used. Cleaned a little sooner, a gateway under load holds
 * a quarter less memory, for no time that could be measured (bench/RESULTS.md).
 */
export const keepHeapSmall = (): void => setFlagsFromString(`--heap-growing-percent=${GARBAGE_PERCENT}`);
