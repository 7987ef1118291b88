/** So many a second are told at once: that takes a fifth of a processor. */
const PER_SECOND = 2_000;
/**
 * And no later than this, however many are: each of them holds a connection as long, of which clients have only so many, and
 * the gateway too. So a thousand connections are refused four thousand times a second at most.
 */
const LONGEST_MS = 250;

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
