import type { Environment } from './config.ts';

export interface Substitution {
  readonly text: string;
  /** At least one variable was asked for. */
  readonly used: boolean;
  /** The whole text was one reference, and nothing else. */
  readonly whole: boolean;
  /** What is wrong with the references, without any value. */
  readonly faults: readonly string[];
}

/** `$${`, `${NAME}`, `${NAME:-default}` (the default holds neither `}` nor `${`), or a `${` that is none of these. */
const REFERENCE =
  /\$(?<literal>\$\{)|\$\{(?<name>[A-Za-z_][A-Za-z0-9_]*)(?::-(?<fallback>(?:(?!\$\{)[^}])*))?\}|\$\{/g;

const MALFORMED = `malformed \`\${\`; write \${NAME} or \${NAME:-default} (no \`}\` and no \`\${\` in the default), or $\${ for a literal \`\${\``;

/**
 * Replaces `${NAME}` and `${NAME:-default}` by the environment's values, once: what a variable holds is never read again.
 * An empty variable is `''` for the first form and takes the default of the second. `$${` gives a literal `${`.
 */
export function substitute(text: string, env: Environment): Substitution {
  const matches = [...text.matchAll(REFERENCE)];
  const references = matches.filter((match) => !match[0].startsWith('$$'));
  const faults = references.map((match) => referenceFault(match, env)).filter((fault) => fault !== null);
  let end = 0;
  let result = '';
  for (const match of matches) {
    result += text.slice(end, match.index) + replacement(match, env);
    end = match.index + match[0].length;
  }
  return {
    text: result + text.slice(end),
    used: references.length > 0,
    whole: references.length === 1 && references[0]?.[0] === text,
    faults: [...new Set(faults)],
  };
}

function replacement({ groups }: RegExpExecArray, env: Environment): string {
  const { literal, name = '', fallback = '' } = groups ?? {};
  return literal ?? (lookUp(env, name) || fallback);
}

function referenceFault({ groups }: RegExpExecArray, env: Environment): string | null {
  const { name, fallback } = groups ?? {};
  if (name === undefined) return MALFORMED;
  if (fallback !== undefined || lookUp(env, name) !== undefined) return null;
  return `environment variable ${name} is not set; set it or write \${${name}:-default}`;
}

/** Own properties only: `${constructor}` is a variable like any other. */
const lookUp = (env: Environment, name: string): string | undefined =>
  Object.hasOwn(env, name) ? env[name] : undefined;
