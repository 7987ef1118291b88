import { SHORTEST } from './secret-forms.ts';

/** Of shorter ones nothing is told by a piece. */
const SHORTEST_WHOLE = 16;

/** So far from its end a secret may look like words, and its ends are still found. */
const REACH = 32;

/** What no words have: digits, signs of arithmetic, capitals inside, letters that cannot be spoken. */
const NO_WORD = /[\d+=]|[a-z][A-Z]|[A-Z]{2}[a-z]|[bcdfghjklmnpqrstvwxz]{5}|[aeiou]{4}/;
const NO_LOUD_WORD = /[BCDFGHJKLMNPQRSTVWXZ]{5}|[AEIOU]{4}/;

/** Of a password that is made of words each is a word that may stand anywhere. */
export const looksRandom = (piece: string): boolean => NO_WORD.test(piece) || NO_LOUD_WORD.test(piece);

/** 8 characters of a secret by which a piece of it is known, and where in the secret they begin. */
export interface Anchor {
  readonly text: string;
  readonly at: number;
}

/** The outermost anchors of a secret's beginning and end: none where it is short, or all words there. */
export type Ends = readonly Anchor[];

/** Where vendors cut a secret before they repeat it, its beginning or its end is left. */
export function endsOf(secret: string): Ends {
  if (secret.length < SHORTEST_WHOLE) return [];
  const last = secret.length - SHORTEST;
  const inwards = Array.from({ length: Math.min(REACH - SHORTEST, last) + 1 }, (_, step) => step);
  const anchors = [inwards, inwards.map((step) => last - step)].map((places) =>
    places
      .map((at): Anchor => ({ text: secret.slice(at, at + SHORTEST), at }))
      .find(({ text }) => looksRandom(text)),
  );
  return anchors.filter((anchor) => anchor !== undefined);
}

/** The text without words that are the beginning or the end of a secret, 8 characters of it or more. */
export const withoutPieces = (text: string, secret: string, ends: Ends, hidden: string): string =>
  ends.reduce((rest, anchor) => replaceEach(rest, anchor, secret, hidden), text);

/** Replaces what stands around each occurrence like the secret, where it is a word by itself. */
function replaceEach(text: string, anchor: Anchor, secret: string, hidden: string): string {
  let clean = '';
  let done = 0;
  for (let at = text.indexOf(anchor.text); at >= 0; at = text.indexOf(anchor.text, at + 1)) {
    const from = at - agreeingBefore(text, at, secret, anchor.at);
    const to = at + agreeingFrom(text, at, secret, anchor.at);
    if (from < done || isLetter(text, from - 1) || isLetter(text, to)) continue;
    clean += text.slice(done, from) + hidden;
    done = to;
  }
  return clean + text.slice(done);
}

const isLetter = (text: string, at: number): boolean => /[A-Za-z0-9]/.test(text.charAt(at));

/** How far the text goes on like the secret, each from its place. */
function agreeingFrom(text: string, at: number, secret: string, place: number): number {
  let length = 0;
  while (place + length < secret.length && text[at + length] === secret[place + length]) length += 1;
  return length;
}

/** How far back it does. */
function agreeingBefore(text: string, at: number, secret: string, place: number): number {
  let length = 0;
  while (length < Math.min(at, place) && text[at - length - 1] === secret[place - length - 1]) length += 1;
  return length;
}
