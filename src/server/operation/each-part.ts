export interface PartWork<Part> {
  /** What it throws ends the parts, as what the source throws does. */
  readonly change: (part: Part) => Part;
  /** What is sent in place of what could not be made; the client's leaving is thrown on. */
  readonly fail: (error: unknown) => Part;
  /** Called once: after the last part, or when nobody wants more. */
  readonly end: () => void;
}

/** The same parts, changed one by one. An async generator would not let go of the source while it waits for it. */
export function eachPart<Part>(parts: AsyncIterable<Part>, work: PartWork<Part>): AsyncIterable<Part> {
  const iterator = parts[Symbol.asyncIterator]();
  let isOver = false;
  const end = (): void => {
    if (!isOver) work.end();
    isOver = true;
  };
  const changed = (step: IteratorResult<Part>): IteratorResult<Part> =>
    step.done === true ? step : { done: false, value: work.change(step.value) };
  const next = async (): Promise<IteratorResult<Part>> => {
    if (isOver) return { done: true, value: undefined };
    try {
      const step = changed(await iterator.next());
      if (step.done === true) end();
      return step;
    } catch (error) {
      try {
        if (isAbort(error)) throw error;
        return { done: false, value: work.fail(error) };
      } finally {
        end();
        letGo();
      }
    }
  };
  /** What was thrown by the change, the source does not know of. */
  const letGo = (): void => void iterator.return?.().catch(ignore);
  return {
    [Symbol.asyncIterator]: () => ({
      next,
      return: async (value) => {
        end();
        return (await iterator.return?.(value)) ?? { done: true, value };
      },
    }),
  };
}

const ignore = (): void => undefined;

/** The client went away: nobody waits for the answer. */
export const isAbort = (error: unknown): boolean =>
  error instanceof DOMException && (error.name === 'AbortError' || error.name === 'TimeoutError');
