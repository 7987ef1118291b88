import { parseDocument, type YAMLError } from 'yaml';
import type { Environment } from './config.ts';
import type { ConfigNode, NodeFault } from './config-node.ts';
import { readNode } from './read-node.ts';
import type { NamedFiles } from './secret-file.ts';
import { syntaxMessage } from './syntax-message.ts';

export interface YamlText {
  /** `null`: not YAML, or nothing in it. */
  readonly root: ConfigNode | null;
  readonly faults: readonly NodeFault[];
  /** Line and column, both from 1, of an offset into the text. */
  readonly placeOf: (offset: number) => { readonly line: number; readonly column: number };
}

/**
 * Parses one YAML 1.2 document and substitutes variables in its string scalars, after parsing: what a variable
 * holds cannot alter the structure. Where the text is not YAML, only that is told: all else would be a guess.
 */
export function readYaml(text: string, env: Environment, files: NamedFiles): YamlText {
  const document = parseDocument(text, {
    prettyErrors: false,
    uniqueKeys: false,
    logLevel: 'error',
  });
  const placeOf = (offset: number) => placeIn(text, offset);
  const syntaxFaults = firstPerLine(document.errors, text, (offset) => placeOf(offset).line);
  if (syntaxFaults.length > 0) return { root: null, faults: syntaxFaults, placeOf };
  const faults: NodeFault[] = [];
  const root =
    document.contents === null
      ? null
      : readNode(document.contents, 0, { env, files, faults, anchors: new Map() });
  return { root, faults, placeOf };
}

/** The library's own counter misses the ends of some lines that are not YAML. */
function placeIn(text: string, offset: number): { readonly line: number; readonly column: number } {
  const before = text
    .slice(0, offset)
    .replace(/^\uFEFF/, '')
    .split('\n');
  return { line: before.length, column: (before.at(-1) ?? '').length + 1 };
}

/** One mistake gives several errors of the parser; the first of a line is the one to correct. */
function firstPerLine(
  errors: readonly YAMLError[],
  text: string,
  lineOf: (offset: number) => number,
): NodeFault[] {
  const lines = text.split('\n');
  const faults = new Map<number, NodeFault>();
  for (const { code, pos } of errors.toSorted((a, b) => a.pos[0] - b.pos[0])) {
    const line = lineOf(pos[0]);
    if (!faults.has(line))
      faults.set(line, { offset: pos[0], message: syntaxMessage(code, lines[line - 1] ?? '') });
  }
  return [...faults.values()];
}
