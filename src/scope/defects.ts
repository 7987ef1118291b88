import { SourceError } from '../model/source-error.ts';
import { stackOf } from '../model/stack-of.ts';

/** Receives what was thrown and is no `SourceError`: a defect of the gateway. `reason`: the stack, where there is one. */
export type OnDefect = (reason: string, sourceId: string) => void;

/** What a source does about exceptions that nobody threw on purpose. */
export interface Defects {
  /** Goes to the log: once in a while, even if many rows or requests meet it. */
  tell(error: unknown): void;
  /** What is thrown instead of it; it goes to the log, unless it is a `SourceError` already. */
  asSourceError(error: unknown): SourceError;
}

const QUIET_MS = 60_000;
const MOST_KNOWN = 100;
const FRAMES = 2;

export function createDefects(
  sourceId: string,
  onDefect: OnDefect = () => undefined,
  now: () => number = Date.now,
): Defects {
  const toldAt = new Map<string, number>();

  function tell(error: unknown): void {
    const place = placeOf(error);
    if (now() - (toldAt.get(place) ?? Number.NEGATIVE_INFINITY) < QUIET_MS) return;
    toldAt.delete(place);
    toldAt.set(place, now());
    const [oldest] = toldAt.keys();
    if (toldAt.size > MOST_KNOWN && oldest !== undefined) toldAt.delete(oldest);
    onDefect(stackOf(error), sourceId);
  }

  return {
    tell,
    asSourceError: (error) => {
      if (error instanceof SourceError) return error;
      tell(error);
      return defect(sourceId, error);
    },
  };
}

/** The same for every row and request that meets the same defect. The message is left out: it may name the row. */
function placeOf(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  const frames = (error.stack ?? '').split('\n').filter((line) => line.startsWith('    at '));
  return [error.name, ...frames.slice(0, FRAMES)].join('\n');
}

const defect = (sourceId: string, cause: unknown): SourceError =>
  new SourceError({
    code: 'INTERNAL_SERVER_ERROR',
    message: `Source "${sourceId}" could not be read because of a defect in the gateway; its log has the reason.`,
    cause,
  });
