import { GraphQLError } from 'graphql';
import { isAsyncIterable } from 'graphql-yoga';
import type { Refusal } from '../../access/caller.ts';
import type { ServerPlugin } from '../server-plugin.ts';
import { writeRefusal } from '../use-gate.ts';
import { isGraphqlPath } from '../use-routes.ts';
import { type Admission, NoPlace } from './admission.ts';

/**
 * Executes an operation when there is a place for it. Bodies are read before: who sends slowly holds no place. Parsing and all
 * that follows come after.
 */
export const useAdmission = (admission: Admission): ServerPlugin => ({
  /** Who would be turned away anyhow is told so before the body is read: in a flood, that is most of what there is to do. */
  onRequest({ request, url, serverContext, fetchAPI, endResponse }) {
    const name = serverContext.caller?.principal.name;
    if (name === undefined || !isGraphqlPath(url.pathname) || !admission.isFullFor(name)) return;
    admission.turnAway();
    const { body, ...init } = writeRefusal(REFUSAL, request.headers.get('accept'));
    endResponse(new fetchAPI.Response(body, init));
  },
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

const REFUSAL = {
  status: 503,
  code: 'GATEWAY_OVERLOADED',
  message: 'The gateway has more to do than it can. Ask again in a moment.',
  headers: { 'retry-after': String(RETRY_AFTER_S) },
} as const satisfies Refusal;

const overloaded = (): GraphQLError =>
  new GraphQLError(REFUSAL.message, {
    extensions: { code: REFUSAL.code, http: { status: REFUSAL.status, headers: REFUSAL.headers } },
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
