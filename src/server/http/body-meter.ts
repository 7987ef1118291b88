import type { Refusal } from '../../access/caller.ts';
import { JsonMeter } from '../../limits/json-meter.ts';
import type { Limits } from '../../limits/limits.ts';
import { tooLarge } from '../answer.ts';

/** No schema has input types that are nested like that, and what is deeper takes longer to parse than to send. */
const DEEPEST = 64;

/** What a document needs to declare a variable: `$`, its name, a colon and a type. */
const TOKENS_OF_VARIABLE = 4;
/** More than input types have fields. */
const OTHER_NAMES = 250;

/** About what it takes at most to read one byte, and to parse and check one value, in milliseconds. */
const BYTE_MS = 3 / 1_000_000;
const VALUE_MS = 0.4 / 1_000;

/** Measures a body while it comes, and tells as soon as it is more than it may be. */
export class BodyMeter {
  bytes = 0;
  readonly #mostBytes: number;
  readonly #mostValues: number;
  readonly #mostNames: number;
  /** `null`: it is no JSON. */
  readonly #json: JsonMeter | null;

  constructor(mostBytes: number, { values, tokens }: Pick<Limits, 'values' | 'tokens'>, isJson: boolean) {
    this.#mostBytes = mostBytes;
    this.#mostValues = values;
    this.#mostNames = Math.ceil(tokens / TOKENS_OF_VARIABLE) + OTHER_NAMES;
    this.#json = isJson ? new JsonMeter() : null;
  }

  /** `null`: it may go on. */
  add(chunk: Uint8Array): Refusal | null {
    this.bytes += chunk.byteLength;
    if (this.bytes > this.#mostBytes) return tooLarge(this.#mostBytes);
    if (this.#json === null) return null;
    this.#json.add(chunk);
    const { values, deepest, names } = this.#json;
    if (deepest > DEEPEST) return TOO_DEEP;
    if (values > this.#mostValues) return tooMany(`${this.#mostValues} values`, 'values');
    return names > this.#mostNames
      ? tooMany(`${this.#mostNames} different names of members`, 'tokens')
      : null;
  }

  /** How long the event loop is held by what has come, at most and about, in milliseconds. */
  get ms(): number {
    return BYTE_MS * this.bytes + VALUE_MS * (this.#json?.values ?? 0);
  }
}

const TOO_DEEP: Refusal = {
  status: 400,
  code: 'BAD_USER_INPUT',
  message: `The body of the request has lists or objects more than ${DEEPEST} levels deep within each other.`,
};

const tooMany = (what: string, key: keyof Limits): Refusal => ({
  status: 413,
  code: 'BAD_USER_INPUT',
  message: `The body of the request has more than ${what}, which is all that it may have (\`server.limits.${key}\`).`,
});
