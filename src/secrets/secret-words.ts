/** What a name says whose value nobody but the vendor may know; of two words, however they are joined. */
const WORDS = [
  'password',
  'passwd',
  'passphrase',
  'passcode',
  'secret',
  'token',
  'authorization',
  'credential',
  'signature',
  'cookie',
  'private key',
  'access key',
  'api key',
  'session id',
];

/** The same as a word by itself, or a part of a name as in `user_ak` and `dbPass`: within others, as in `task`, they say nothing. */
const SHORT_WORDS = ['ak', 'sk', 'pass', 'pwd'];

/** In any case. */
export const SECRET_WORD = WORDS.map((word) => word.replace(' ', '[\\s_.-]?')).join('|');

const capital = (word: string): string => `${word.charAt(0).toUpperCase()}${word.slice(1)}`;
const either = (words: readonly string[]): string => `(?:${words.join('|')})`;

/** As it stands: a name begins a new word with a capital, or with what is no letter. */
export const SHORT_SECRET_WORD = [
  `(?<![A-Za-z])${either(SHORT_WORDS)}(?![a-z])`,
  `(?<![A-Z])${either(SHORT_WORDS.map(capital))}(?![a-z])`,
  `(?<![A-Z])${either(SHORT_WORDS.map((word) => word.toUpperCase()))}(?![a-z]|[A-Z](?![a-z]))`,
].join('|');

const SECRET_NAME = new RegExp(SECRET_WORD, 'i');
const SHORT_SECRET_NAME = new RegExp(SHORT_SECRET_WORD);

const NOTHING_ELSE = new RegExp(`^(?:${SECRET_WORD})s?$`, 'i');

/** Whether a text is such a word and nothing else. */
export const isSecretWord = (text: string): boolean => NOTHING_ELSE.test(text);

/** Whether a key, a parameter or a header of this name holds a secret. */
export const isSecretName = (name: string): boolean => SECRET_NAME.test(name) || SHORT_SECRET_NAME.test(name);
