import { isIPv6 } from 'node:net';
import { cleanValues } from './clean-values.ts';
import { hideCredentials } from './hide-credentials.ts';
import { SHORTEST } from './secret-forms.ts';

const LONGEST_READ = 2_000;
const LONGEST_TOLD = 300;
const HIDDEN = '[redacted]';

type Rule = readonly [RegExp, string | ((match: string) => string)];

// Every repetition is bounded, so that no vendor's text makes one of these slow.
const ADDRESSES: readonly Rule[] = [
  [/[\p{Cc}\p{Cf}\u2028\u2029]/gu, ' '],
  [/[a-z][a-z0-9+.-]{1,20}:\/\/[^\s"'<>]{1,500}/gi, '[address]'],
  [/\d{1,3}(?:\.\d{1,3}){3}(?::\d{1,5})?/g, '[address]'],
  [/[0-9a-f:]{2,40}/gi, (run) => (holdsIPv6(run) ? '[address]' : run)],
];

/** Nothing that a person reads is this long in one piece; keys, tokens and signatures are. */
const LONG_WORD: Rule = [/[\w+=-]{40,500}/g, HIDDEN];

/**
 * A vendor's words, fit for clients and logs: one line of at most 300 characters, without control characters, addresses,
 * and anything that looks like a credential or is one of `secrets`.
 */
export function publicText(text: string, secrets: readonly string[] = []): string {
  const long = cleanValues(secrets, HIDDEN).text(text);
  const short = secrets.filter(({ length }) => length >= 4 && length < SHORTEST);
  const bare = short.reduce((rest, secret) => rest.replaceAll(secret, HIDDEN), long);
  const placeless = ADDRESSES.reduce(applyRule, bare.slice(0, LONGEST_READ));
  const clean = applyRule(hideCredentials(placeless, HIDDEN), LONG_WORD).replaceAll(/ {2,}/g, ' ').trim();
  return clean.length <= LONGEST_TOLD ? clean : `${clean.slice(0, LONGEST_TOLD - 1)}…`;
}

// A colon of the sentence may stick to an address; one without any digit is more likely a word, as in `std::string`.
const holdsIPv6 = (run: string): boolean =>
  /\d/.test(run) && [run, run.slice(1), run.slice(0, -1), run.slice(1, -1)].some((part) => isIPv6(part));

const applyRule = (text: string, [pattern, by]: Rule): string =>
  typeof by === 'string' ? text.replaceAll(pattern, by) : text.replaceAll(pattern, by);
