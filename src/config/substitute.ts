import type { Environment } from './config.ts';
import type { NamedFiles } from './secret-file.ts';

export interface Substitution {
  readonly text: string;
  /** At least one variable or file was asked for. */
  readonly used: boolean;
  /** The whole text was one reference, and nothing else. */
  readonly whole: boolean;
  /** What is wrong with the references, without any value. */
  readonly faults: readonly string[];
}

/** Where references find what they stand for. */
export interface References {
  readonly env: Environment;
  readonly files: NamedFiles;
}

/** `$${`, `${NAME}`, `${NAME:-default}` (the default holds neither `}` nor `${`), `${file:PATH}`, or a `${` that is none of these. */
const REFERENCE =
  /\$(?<literal>\$\{)|\$\{file:(?<path>[^}]+)\}|\$\{(?<name>[A-Za-z_][A-Za-z0-9_]*)(?::-(?<fallback>(?:(?!\$\{)[^}])*))?\}|\$\{/g;

const MALFORMED = `malformed \`\${\`; write \${NAME}, \${NAME:-default} (no \`}\` and no \`\${\` in the default) or \${file:PATH}, or $\${ for a literal \`\${\``;

type Resolved =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly message: string };

/**
 * Replaces `${NAME}` and `${NAME:-default}` by the environment's values and `${file:PATH}` by what the file holds, once: what
 * they hold is never read again. An empty variable is `''` for the first form and takes the default of the second. `$${`
 * gives a literal `${`.
 */
export function substitute(text: string, references: References): Substitution {
  const matches = [...text.matchAll(REFERENCE)];
  const asked = matches.filter((match) => !match[0].startsWith('$$'));
  const faults: string[] = [];
  let end = 0;
  let result = '';
  for (const match of matches) {
    const resolved = resolve(match, references);
    if (!resolved.ok) faults.push(resolved.message);
    result += text.slice(end, match.index) + (resolved.ok ? resolved.text : '');
    end = match.index + match[0].length;
  }
  return {
    text: result + text.slice(end),
    used: asked.length > 0,
    whole: asked.length === 1 && asked[0]?.[0] === text,
    faults: [...new Set(faults)],
  };
}

function resolve({ groups = {} }: RegExpExecArray, { env, files }: References): Resolved {
  const { literal, path, name, fallback } = groups;
  if (literal !== undefined) return { ok: true, text: literal };
  if (path !== undefined) return files.read(path);
  if (name === undefined) return { ok: false, message: MALFORMED };
  const value = lookUp(env, name);
  if (fallback !== undefined) return { ok: true, text: value || fallback };
  if (value !== undefined) return { ok: true, text: value };
  return {
    ok: false,
    message: `environment variable ${name} is not set; set it or write \${${name}:-default}`,
  };
}

/** Own properties only: `${constructor}` is a variable like any other. */
const lookUp = (env: Environment, name: string): string | undefined =>
  Object.hasOwn(env, name) ? env[name] : undefined;
