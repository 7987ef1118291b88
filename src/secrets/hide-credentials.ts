import { SECRET_WORD, SHORT_SECRET_WORD } from './secret-words.ts';

// Every repetition before what makes a match certain is bounded, so that no text makes one of these slow.

/** What a name begins with does not matter. */
const nameWith = (word: string): string => `(?:${word})[\\w.-]{0,40}`;

/** What stands between a name and its value, also in JSON that is text in another JSON. */
const BETWEEN = String.raw`\\{0,8}["']?\s{0,3}[:=]\s{0,3}\\{0,8}["']?`;

/** Between quotes that are not escaped all of it, else up to what ends a word. */
const VALUE = String.raw`(?:(?<=[^\\]")(?:\\.|[^"\\])+|[^\s"',;&}\\]+)`;

/** These go on over blanks and signs of equality. */
const LONG_VALUE = String.raw`[^"',\\\r\n]+`;

const NAMED = [
  new RegExp(`(${nameWith('authorization|cookie')}${BETWEEN})${LONG_VALUE}`, 'gi'),
  new RegExp(`(${nameWith(SECRET_WORD)}${BETWEEN})${VALUE}`, 'gi'),
  new RegExp(`(${nameWith(SHORT_SECRET_WORD)}${BETWEEN})${VALUE}`, 'g'),
];

/** `Bearer …`, or several `name=value` after the name of the scheme; a short word of letters alone belongs to a sentence. */
const SCHEME =
  /\b(bearer|basic|oauth|zstack|sdk-hmac-sha256)\s{1,9}(?=[^\s"',]{16}|[^\s"',]{0,15}[^a-z\s"',.])[^\s"',]+(?:,\s{0,9}\w{1,40}=[^\s"',]+){0,20}/gi;

/** `scheme://user:password@host`; also where only one of the two is given. */
const IN_ADDRESS = /\b([a-z][a-z0-9+.-]{1,20}:\/\/)[^\s"'<>/]{1,500}@/gi;

/** The text without what its names, or the form of it, tell to be a credential; `hidden` stands in its place. */
export function hideCredentials(text: string, hidden: string): string {
  const bare = text.replace(IN_ADDRESS, `$1${hidden}@`).replace(SCHEME, `$1 ${hidden}`);
  return NAMED.reduce((rest, pattern) => rest.replace(pattern, `$1${hidden}`), bare);
}
