import { SourceError } from '../../model/source-error.ts';
import type { Defects } from '../../scope/defects.ts';

/**
 * Asks for many things at once. Where a defect, and no failure of the vendor's, spoils that, asks for each half by itself: one
 * thing that cannot be asked for costs the others nothing. One answer per key, in the keys' order; a failure is a value.
 */
export async function askApart<Key, Answer>(
  keys: readonly Key[],
  ask: (keys: readonly Key[]) => Promise<readonly Answer[]>,
  defects: Defects,
): Promise<readonly (Answer | SourceError)[]> {
  try {
    return await ask(keys);
  } catch (error) {
    if (error instanceof SourceError || keys.length <= 1) {
      const failure = defects.asSourceError(error);
      return keys.map(() => failure);
    }
    const middle = Math.ceil(keys.length / 2);
    const halves = [keys.slice(0, middle), keys.slice(middle)];
    return (await Promise.all(halves.map((half) => askApart(half, ask, defects)))).flat();
  }
}
