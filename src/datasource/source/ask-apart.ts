import { CODES } from '../../model/error-codes.ts';
import { SourceError } from '../../model/source-error.ts';
import type { Defects } from '../../scope/defects.ts';

/** So many parts that all fail, in one round, say that the keys are not to blame. */
const MOST_IN_VAIN = 16;

/** Some of the keys, by their places: from `from` on, before `to`. */
interface Part {
  readonly from: number;
  readonly to: number;
}

/**
 * Asks for many things at once. Where that fails for what may be one key's fault, a defect or an answer that is about this
 * very question, asks for each half by itself, round by round: one thing that cannot be asked for costs the others nothing.
 * One answer per key, in the keys' order; a failure is a value.
 */
export async function askApart<Key, Answer>(
  keys: readonly Key[],
  ask: (keys: readonly Key[]) => Promise<readonly Answer[]>,
  defects: Defects,
): Promise<readonly (Answer | SourceError)[]> {
  const answers: (Answer | SourceError)[] = [];
  const attempt = async ({ from, to }: Part): Promise<boolean> => {
    try {
      for (const [i, answer] of (await ask(keys.slice(from, to))).entries()) answers[from + i] = answer;
      return true;
    } catch (error) {
      answers.fill(defects.asSourceError(error), from, to);
      return !mayBeOneKeys(error);
    }
  };
  answers.length = keys.length;
  let parts: readonly Part[] = [{ from: 0, to: keys.length }];
  while (parts.length > 0) {
    const areDone = await Promise.all(parts.map(attempt));
    const isInVain = parts.length >= MOST_IN_VAIN && !areDone.includes(true);
    parts = isInVain ? [] : parts.filter((_, i) => areDone[i] === false).flatMap(halved);
  }
  return answers;
}

const mayBeOneKeys = (error: unknown): boolean =>
  !(error instanceof SourceError) || CODES[error.code].isOfRequest;

/** A single key has no halves. */
function halved({ from, to }: Part): Part[] {
  const middle = Math.ceil((from + to) / 2);
  return to - from <= 1
    ? []
    : [
        { from, to: middle },
        { from: middle, to },
      ];
}

/** The items in parts of at most `size`, in their order. */
export const chunks = <T>(items: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, i) => items.slice(i * size, (i + 1) * size));
