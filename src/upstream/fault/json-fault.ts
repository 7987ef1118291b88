/** White space, signs, texts, numbers and words of JSON, one at a time. */
const TOKEN =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: within a text, JSON has them only as escapes
  /\s+|[{}[\],:]|"[^"\\\u0000-\u001f]*(?:\\.[^"\\\u0000-\u001f]*)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|(?:true|false|null)\b/sy;

const WHOLE_TEXT = /"[^"\\]*(?:\\.[^"\\]*)*"/sy;

/** What other languages write where JSON has no word. Only these are repeated: anything else may be a secret. */
const FOREIGN_WORD = /-?(?:NaN|nan|Infinity|inf|undefined|None|True|False|NULL|Null)\b/y;

/** Why a text that `JSON.parse` refuses is no JSON, and where; never with a value of it. */
export function jsonFault(text: string): string {
  if (text.trimStart().startsWith('<')) return 'a web page instead of JSON';
  const path = new JsonPath();
  for (let at = 0; at < text.length; ) {
    const token = matchAt(TOKEN, text, at);
    if (token === null) return faultAt(text, at, path);
    path.follow(token);
    at += token.length;
  }
  return path.isOpen ? 'a body that is not complete JSON' : `a body that is not JSON${placeOf(text)}`;
}

/** All its tokens are of JSON: where their order is not, the parser tells in its words. */
function placeOf(text: string): string {
  try {
    JSON.parse(text);
    return '';
  } catch (error) {
    const [, place] = /at position (\d+)/.exec(error instanceof Error ? error.message : '') ?? [];
    return place === undefined ? '' : `: something does not belong there at character ${Number(place) + 1}`;
  }
}

function faultAt(text: string, at: number, path: JsonPath): string {
  const isText = text[at] === '"';
  if (isText && matchAt(WHOLE_TEXT, text, at) === null) return 'a body that is not complete JSON';
  const what = isText
    ? 'a text with a line break or another control character'
    : (matchAt(FOREIGN_WORD, text, at) ?? 'a character that does not belong there');
  return `a body that is not JSON: ${what} at ${path}, character ${at + 1}`;
}

function matchAt(pattern: RegExp, text: string, at: number): string | null {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? null;
}

/** The place of a token, as `items.0.name`. */
class JsonPath {
  readonly #steps: (number | string)[] = [];
  #text = '';

  get isOpen(): boolean {
    return this.#steps.length > 0;
  }

  follow(token: string): void {
    const step = this.#steps.at(-1);
    if (token === '{') this.#steps.push('');
    else if (token === '[') this.#steps.push(0);
    else if (token === '}' || token === ']') this.#steps.pop();
    else if (token === ',' && typeof step === 'number') this.#steps[this.#steps.length - 1] = step + 1;
    else if (token === ':' && typeof step === 'string') this.#steps[this.#steps.length - 1] = this.#text;
    else if (token.startsWith('"')) this.#text = nameOf(token.slice(1, -1));
  }

  toString(): string {
    return this.#steps.join('.') || 'the beginning';
  }
}

const nameOf = (key: string): string => (/^[\w.-]{1,64}$/.test(key) ? key : '?');
