import { GraphQLError } from 'graphql';
import { isAsyncIterable } from 'graphql-yoga';
import type { ServerPlugin } from '../server-plugin.ts';
import { type Admission, NoPlace } from './admission.ts';

/**
 * Executes an operation when there is a place for it. Bodies are read before: who sends slowly holds no place. Parsing and all
 * that follows come after.
 */
export const useAdmission = (admission: Admission): ServerPlugin => ({
  onParams({ request, context, paramsHandler, setParamsHandler }) {
    setParamsHandler(async (payload) => {
      const leave = await admission
        .enter(context.caller?.principal.name ?? '', request.signal)
        .catch((error: unknown) => {
          throw error instanceof NoPlace ? overloaded() : error;
        });
      let isInParts = false;
      try {
        const result = await paramsHandler(payload);
        isInParts = isAsyncIterable(result);
        return isAsyncIterable(result) ? untilEnd(result, leave) : result;
      } finally {
        if (!isInParts) leave();
      }
    });
  },
});

const RETRY_AFTER_S = 1;

const overloaded = (): GraphQLError =>
  new GraphQLError('The gateway has more to do than it can. Ask again in a moment.', {
    extensions: {
      code: 'GATEWAY_OVERLOADED',
      retryable: true,
      retryAfterMs: RETRY_AFTER_S * 1_000,
      http: { status: 503, headers: { 'retry-after': String(RETRY_AFTER_S) } },
    },
  });

/** The same parts; `end` is called after the last one, or when nobody wants more. */
function untilEnd<Part>(parts: AsyncIterable<Part>, end: () => void): AsyncIterable<Part> {
  const iterator = parts[Symbol.asyncIterator]();
  const ended = <Value>(value: Value): Value => {
    end();
    return value;
  };
  return {
    [Symbol.asyncIterator]: () => ({
      next: async () => {
        const part = await iterator.next().catch((error: unknown) => {
          throw ended(error);
        });
        return part.done === true ? ended(part) : part;
      },
      return: async (value) => ended((await iterator.return?.(value)) ?? { done: true, value }),
    }),
  };
}
