import { isAsyncIterable } from 'graphql-yoga';
import { tooCostly } from '../limits/too-costly.ts';
import { textOf } from './answer-texts.ts';
import type { ServerPlugin } from './server-plugin.ts';

/** Refuses to send an answer, or a part of one, that is larger than the limit in bytes. Stands behind all that changes results. */
export const useAnswerLimit = (most: number): ServerPlugin => ({
  onExecute: () => ({
    onExecuteDone({ result, setResult }) {
      if (!isAsyncIterable(result)) {
        if (isTooLarge(result, most)) setResult({ errors: [tooLarge(most)] });
        return undefined;
      }
      return {
        onNext: ({ result: part, setResult: setPart }) => {
          if (isTooLarge(part, most)) setPart({ errors: [tooLarge(most)] });
        },
      };
    },
  }),
});

/** Letters take three bytes at most, and one mostly. */
function isTooLarge(result: object, most: number): boolean {
  const text = textOf(result);
  return text.length > most || (3 * text.length > most && Buffer.byteLength(text) > most);
}

const tooLarge = (most: number) =>
  tooCostly(
    `The answer has more than ${most} bytes, which is all that it may have: ask for fewer rows or fields`,
    'answerBytes',
  );
