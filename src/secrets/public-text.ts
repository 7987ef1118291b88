import { isIPv6 } from 'node:net';

const LONGEST_READ = 2_000;
const LONGEST_TOLD = 300;

// Every repetition is bounded, so that no vendor's text makes one of these slow.
const RULES: readonly (readonly [RegExp, string | ((match: string) => string)])[] = [
  [/[\p{Cc}\p{Cf}\u2028\u2029]/gu, ' '],
  [/[a-z][a-z0-9+.-]{1,20}:\/\/[^\s"'<>]{1,500}/gi, '[address]'],
  [/\d{1,3}(?:\.\d{1,3}){3}(?::\d{1,5})?/g, '[address]'],
  [/[0-9a-f:]{2,40}/gi, (run) => (holdsIPv6(run) ? '[address]' : run)],
  [/authorization["']?\s{0,3}[:=]\s{0,3}["']?[^"',;]{1,500}/gi, 'authorization: [redacted]'],
  [/\b(bearer|basic|oauth)\s{1,3}[\w+/=.~-]{16,500}/gi, '$1 [redacted]'],
  [
    /(token|password|passwd|pwd|secret|secret_?key|access_?key|signature)["']?\s{0,3}[:=]\s{0,3}["']?[^\s"',;]{1,500}/gi,
    '$1: [redacted]',
  ],
  // Nothing that a person reads is this long in one piece; keys, tokens and signatures are.
  [/[\w+=-]{40,500}/g, '[redacted]'],
];

/**
 * A vendor's words, fit for clients and logs: one line of at most 300 characters, without control characters, addresses,
 * and anything that looks like a credential or is one of `secrets`.
 */
export function publicText(text: string, secrets: readonly string[] = []): string {
  const known = secrets.filter((secret) => secret.length >= 4).sort((a, b) => b.length - a.length);
  const bare = known.reduce((rest, secret) => rest.replaceAll(secret, '[redacted]'), text);
  const clean = RULES.reduce(applyRule, bare.slice(0, LONGEST_READ)).replaceAll(/ {2,}/g, ' ').trim();
  return clean.length <= LONGEST_TOLD ? clean : `${clean.slice(0, LONGEST_TOLD - 1)}…`;
}

// A colon of the sentence may stick to an address; one without any digit is more likely a word, as in `std::string`.
const holdsIPv6 = (run: string): boolean =>
  /\d/.test(run) && [run, run.slice(1), run.slice(0, -1), run.slice(1, -1)].some((part) => isIPv6(part));

const applyRule = (text: string, [pattern, by]: (typeof RULES)[number]): string =>
  typeof by === 'string' ? text.replaceAll(pattern, by) : text.replaceAll(pattern, by);
