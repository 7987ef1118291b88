/** So many a second are told at once: that takes a tenth of a processor, or a little more. */
const PER_SECOND = 1_000;
/** And no later than the moment from which on they may come again. */
const LONGEST_MS = 1_000;

/**
 * How long the next one who finds no place is to wait before being told, in milliseconds. Who asks again as soon as it is
 * refused, and there are hundreds of them, would else keep the process busy with refusing, and those inside waiting.
 */
export function paceRefusals(now: () => number = () => performance.now()): () => number {
  let freeAt = Number.NEGATIVE_INFINITY;
  return () => {
    const time = now();
    const tellAt = Math.min(Math.max(time, freeAt), time + LONGEST_MS);
    freeAt = tellAt + 1_000 / PER_SECOND;
    return tellAt - time;
  };
}
