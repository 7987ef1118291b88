import { SHORTEST } from './secret-forms.ts';

/** Of shorter ones nothing is told by a piece. */
const SHORTEST_WHOLE = 16;

/** Of a password that is made of words each is a word that may stand anywhere. */
export const looksRandom = (piece: string): boolean => /\d|[a-z][A-Z]/.test(piece);

/** Where vendors cut a secret before they repeat it: the beginning or the end of it. */
export function endsOf(secret: string): { readonly head: string | null; readonly tail: string | null } {
  if (secret.length < SHORTEST_WHOLE) return { head: null, tail: null };
  const [head, tail] = [secret.slice(0, SHORTEST), secret.slice(-SHORTEST)];
  return { head: looksRandom(head) ? head : null, tail: looksRandom(tail) ? tail : null };
}

/** The text without words that are the beginning or the end of a secret, 8 characters of it or more. */
export function withoutPieces(text: string, secret: string, hidden: string): string {
  const { head, tail } = endsOf(secret);
  const headless =
    head === null ? text : replaceEach(text, head, hidden, (at) => [at, agreeing(text, at, secret)]);
  return tail === null
    ? headless
    : replaceEach(headless, tail, hidden, (at) => [
        agreeingBack(headless, at + SHORTEST, secret),
        at + SHORTEST,
      ]);
}

type Range = readonly [from: number, to: number];

/** Replaces what stands around each occurrence, where it is a word by itself. */
function replaceEach(text: string, piece: string, hidden: string, rangeAt: (at: number) => Range): string {
  let clean = '';
  let done = 0;
  for (let at = text.indexOf(piece); at >= 0; at = text.indexOf(piece, at + 1)) {
    const [from, to] = rangeAt(at);
    if (from < done || isLetter(text, from - 1) || isLetter(text, to)) continue;
    clean += text.slice(done, from) + hidden;
    done = to;
  }
  return clean + text.slice(done);
}

const isLetter = (text: string, at: number): boolean => /[A-Za-z0-9]/.test(text.charAt(at));

/** How far the text goes on like the secret. */
function agreeing(text: string, from: number, secret: string): number {
  let length = 0;
  while (length < secret.length && text[from + length] === secret[length]) length += 1;
  return from + length;
}

/** How far back it does. */
function agreeingBack(text: string, to: number, secret: string): number {
  let length = 0;
  while (length < secret.length && to > length && text[to - length - 1] === secret.at(-length - 1))
    length += 1;
  return to - length;
}
