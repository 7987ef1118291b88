import type { GraphQLError } from 'graphql';
import { isAsyncIterable } from 'graphql-yoga';
import { tooCostly } from '../limits/too-costly.ts';
import { textOf } from './answer-texts.ts';
import type { ServerPlugin } from './server-plugin.ts';

/** Refuses to send an answer, or a part of one, that is larger than the limit in bytes. Stands behind all that changes results. */
export const useAnswerLimit = (most: number): ServerPlugin => ({
  onExecute: () => ({
    onExecuteDone({ result, setResult }) {
      if (!isAsyncIterable(result)) {
        const error = tooLarge(result, most);
        if (error !== null) setResult({ errors: [error] });
        return undefined;
      }
      return {
        onNext: ({ result: part, setResult: setPart }) => {
          const error = tooLarge(part, most);
          if (error !== null) setPart({ errors: [error] });
        },
      };
    },
  }),
});

/** `null`: it is not. Letters take three bytes at most, and one mostly. */
function tooLarge(result: object, allowed: number): GraphQLError | null {
  const text = textOf(result);
  if (3 * text.length <= allowed) return null;
  const spent = Buffer.byteLength(text);
  if (spent <= allowed) return null;
  const what = `The answer has ${spent} bytes, and ${allowed} are allowed: ask for fewer rows or fields`;
  return tooCostly(what, 'answerBytes', { limit: 'server.limits.answerBytes', spent, allowed });
}
