import { inspect } from 'node:util';
import { SourceError } from '../model/source-error.ts';

/** Told of what was thrown and is no `SourceError`: a defect of the gateway. `reason`: the stack, where there is one. */
export type OnDefect = (reason: string, sourceId: string) => void;

/** What a source does about exceptions that nobody threw on purpose. */
export interface Defects {
  /** Goes to the log: once in a while, however many rows or requests it spoils. */
  tell(error: unknown): void;
  /** What is thrown in its stead; it is told, unless it is a `SourceError` already. */
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
    onDefect(reasonOf(error), sourceId);
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

/** The same for every row and every request that meets the same defect: its message may name what it was met at. */
function placeOf(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  const frames = (error.stack ?? '').split('\n').filter((line) => line.startsWith('    at '));
  return [error.name, ...frames.slice(0, FRAMES)].join('\n');
}

const reasonOf = (error: unknown): string =>
  error instanceof Error ? (error.stack ?? error.message) : `thrown: ${inspect(error, { depth: 0 })}`;

const defect = (sourceId: string, cause: unknown): SourceError =>
  new SourceError({
    code: 'INTERNAL_SERVER_ERROR',
    message: `Source "${sourceId}" could not be read because of a defect in the gateway; its log has the reason.`,
    cause,
  });
