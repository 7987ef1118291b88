import { type ExactNumber, isExactNumber } from '../model/exact-json.ts';
import { formsOf, SHORTEST } from './secret-forms.ts';
import { type Ends, endsOf, looksRandom, withoutPieces } from './secret-pieces.ts';
import { isSecretWord } from './secret-words.ts';

const HIDDEN = '***';

/** Short texts in which nothing was found are kept, so many: a vendor's headers are the same over and over. */
const SHORT = 200;
const MOST_KEPT = 100;

/**
 * Takes secrets out by their values, whole, encoded or in pieces. Those of less than 8 characters stay: they may be words,
 * and a list whose words are hidden is a wrong list.
 */
export interface ValueCleaner {
  /** `false` is certain, and costs next to nothing. `utf8`: the text as it came, where it came in UTF-8. */
  mayHold(text: string, utf8?: Buffer | null): boolean;
  text(text: string): string;
  /** Whatever JSON can say; keys are cleaned too. */
  value(value: unknown): unknown;
}

interface Known {
  readonly secret: string;
  readonly forms: readonly string[];
  readonly ends: Ends;
  /** Of 8 characters: where none of them stands, nothing of the secret does. */
  readonly needles: readonly string[];
}

/** One for the secrets of a moment: `cleanValues`, for whom the next moment has nearly the same ones. */
export function rememberingCleaner(): (secrets: readonly string[]) => ValueCleaner {
  let forms = new Map<string, Known>();
  let last: { readonly secrets: readonly string[]; readonly cleaner: ValueCleaner } | null = null;
  return (secrets) => {
    if (last !== null && isSameList(last.secrets, secrets)) return last.cleaner;
    forms = new Map(long(secrets).map((secret) => [secret, forms.get(secret) ?? knownBy(secret)]));
    last = { secrets, cleaner: cleanerOf([...forms.values()], HIDDEN) };
    return last.cleaner;
  };
}

export const cleanValues = (secrets: readonly string[], hidden: string = HIDDEN): ValueCleaner =>
  cleanerOf(long(secrets).map(knownBy), hidden);

/** A password that is the word "password" would take away the names by which other secrets are known. */
const long = (secrets: readonly string[]): string[] =>
  [...new Set(secrets)].filter((secret) => secret.length >= SHORTEST && !isSecretWord(secret));

const isSameList = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((secret, i) => secret === b[i]);

function cleanerOf(known: readonly Known[], hidden: string): ValueCleaner {
  const search = needleSearch(known.flatMap(({ needles }) => needles));
  const holds = (text: string, utf8: Buffer | null): boolean => {
    const isPlain = !text.includes('\\') || unescaped(text) === text;
    return search(isPlain ? (utf8 ?? Buffer.from(text)) : Buffer.from(unescaped(text)));
  };

  const harmless = new Set<string>();
  function shortHolds(text: string): boolean {
    if (harmless.has(text)) return false;
    if (holds(text, null)) return true;
    if (harmless.size >= MOST_KEPT) harmless.clear();
    harmless.add(text);
    return false;
  }

  const mayHold = (text: string, utf8: Buffer | null = null): boolean =>
    known.length > 0 && (text.length > SHORT ? holds(text, utf8) : shortHolds(text));

  const whole = (text: string): string =>
    known.reduce(
      (rest, { forms }) => forms.reduce((some, form) => some.replaceAll(form, hidden), rest),
      text,
    );
  const plain = (text: string): string =>
    known.reduce((rest, { secret, ends }) => withoutPieces(rest, secret, ends, hidden), whole(text));

  function text(dirty: string): string {
    if (!mayHold(dirty)) return dirty;
    const clean = plain(dirty);
    // In a text within a text, escapes may stand within a secret: nothing tells where it would end.
    const bare = unescaped(clean);
    return plain(bare) === bare ? clean : hidden;
  }

  function value(dirty: unknown): unknown {
    if (typeof dirty === 'string') return text(dirty);
    if (typeof dirty === 'number' || isExactNumber(dirty)) return isSecret(dirty) ? hidden : dirty;
    if (Array.isArray(dirty)) return dirty.map(value);
    if (typeof dirty !== 'object' || dirty === null) return dirty;
    return Object.fromEntries(Object.entries(dirty).map(([key, inner]) => [text(key), value(inner)]));
  }

  const isSecret = (number: number | ExactNumber): boolean => {
    const digits = typeof number === 'number' ? String(number) : number.rawJSON;
    return known.some(({ secret }) => secret === digits);
  };

  return { mayHold, text, value };
}

function knownBy(secret: string): Known {
  const forms = formsOf(secret);
  const ends = endsOf(secret);
  return { secret, forms, ends, needles: [...forms.map(needleOf), ...ends.map(({ text }) => text)] };
}

/** The end of it that is the less likely to stand elsewhere. */
const needleOf = (form: string): string => {
  const ends = [form.slice(0, SHORTEST), form.slice(-SHORTEST)] as const;
  return ends.find(looksRandom) ?? ends[0];
};

/** Escapes that some writers of JSON use where others do not, however deep in texts within texts. */
const unescaped = (text: string): string =>
  text.includes('\\/') || text.includes('\\u')
    ? text.replaceAll(/\\+u([0-9a-f]{4})|\\+(?=\/)/gi, (_, code?: string) =>
        code === undefined ? '' : String.fromCharCode(Number.parseInt(code, 16)),
      )
    : text;

/** So many bytes of each needle are compared. */
const LENGTH = 8;
/** So many bytes are looked at in one place. */
const BLOCK = 3;

/**
 * Whether a text in UTF-8 holds one of many needles of 8 characters: in one pass that looks at half of its bytes, each place by
 * itself, so that the processor need not wait for one before it looks at the next. The places are so far from each other that
 * whatever a needle lies upon, a block of it stands at one of them.
 */
export function needleSearch(needles: readonly string[]): (text: Buffer) => boolean {
  const bytes = needles.map(wholeCharacters);
  const length = Math.min(LENGTH, ...bytes.map((needle) => needle.length));
  const stride = length - BLOCK + 1;
  const isOfOne = new Uint8Array(2 ** 16);
  const byBlock = new Map<number, { readonly needle: Buffer; readonly at: number }[]>();
  for (const needle of bytes)
    for (let at = 0; at < stride; at += 1) {
      const block = blockAt(needle, at);
      isOfOne[block] = 1;
      byBlock.set(block, [...(byBlock.get(block) ?? []), { needle, at }]);
    }

  /** Whether one stands upon a place where a block of it stands. */
  const standsAt = (text: Buffer, place: number): boolean =>
    byBlock.get(blockAt(text, place))?.some(({ needle, at }) => isAt(needle, text, place - at)) ?? false;

  function isAt(needle: Buffer, text: Buffer, from: number): boolean {
    for (let at = 0; at < length; at += 1) if (text[from + at] !== needle[at]) return false;
    return true;
  }

  return (text) => {
    for (let at = 0; at < text.length; at += stride) {
      // As `blockAt`, written out: this runs for every few bytes of every answer.
      const block = ((text[at] ?? 0) << 10) ^ ((text[at + 1] ?? 0) << 5) ^ (text[at + 2] ?? 0);
      if (isOfOne[block & 0xffff] === 1 && standsAt(text, at)) return true;
    }
    return false;
  };
}

/** In UTF-8, where half of a character has no bytes of its own: what cuts a secret may cut a pair of surrogates. */
const wholeCharacters = (needle: string): Buffer =>
  Buffer.from(needle.replaceAll(/^[\udc00-\udfff]|[\ud800-\udbff]$/g, ''));

/** Of 16 bits; where different blocks share a number, the text is only looked at more closely. */
const blockAt = (text: Buffer, at: number): number =>
  (((text[at] ?? 0) << 10) ^ ((text[at + 1] ?? 0) << 5) ^ (text[at + 2] ?? 0)) & 0xffff;
