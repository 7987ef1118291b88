import fc from 'fast-check';

/** How many walks are drawn; a nightly run takes more: JOBWEAVE_WALKS=100000 JOBWEAVE_SEED=random npm run test:property. */
const WALKS = Number(process.env['JOBWEAVE_WALKS'] ?? 1_000);
/** The same walks at each run, so that a change is to blame when one fails; `random` draws new ones, and prints their seed. */
const SEED = process.env['JOBWEAVE_SEED'] ?? '1';
/** Of a story that failed, as it was printed: only that one is told again. For one file at a time. */
const PATH = process.env['JOBWEAVE_PATH'];

/** Draws stories and checks each; `share`: of the number of walks, 0 to 1. */
export async function checkDrawn<T>(
  share: number,
  drawn: fc.Arbitrary<T>,
  check: (drawn: T) => Promise<void>,
): Promise<void> {
  await fc.assert(fc.asyncProperty(drawn, check), {
    numRuns: Math.ceil(WALKS * share),
    // Shrinking walks of thousands of rows takes minutes; the path that is printed walks the same one again.
    endOnFailure: process.env['JOBWEAVE_SHRINK'] !== '1',
    ...(SEED === 'random' ? {} : { seed: Number(SEED) }),
    ...(PATH === undefined ? {} : { path: PATH }),
  });
}
