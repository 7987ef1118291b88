/** A stage of a Dockerfile, as far as ours uses the language. */
export interface Stage {
  readonly name: string | null;
  readonly from: string;
  readonly steps: readonly Step[];
}

export interface Step {
  readonly instruction: string;
  readonly rest: string;
}

/** Throws where there is an instruction that comes before any stage, or a form that nobody here can read. */
export function readDockerfile(text: string): readonly Stage[] {
  const stages: (Stage & { readonly steps: Step[] })[] = [];
  for (const line of linesOf(text)) {
    const [, instruction = '', rest = ''] = /^([A-Z]+)\s+(.+)$/s.exec(line) ?? [];
    if (instruction === 'FROM') stages.push(stageOf(rest));
    else (stages.at(-1) ?? fail(line)).steps.push({ instruction, rest });
  }
  return stages;
}

const linesOf = (text: string): string[] =>
  text
    .replaceAll(/^#.*\n/gm, '')
    .replaceAll(/\\\n\s*/g, '')
    .split('\n')
    .filter((line) => line.trim() !== '');

function stageOf(rest: string): Stage & { steps: Step[] } {
  const [, from, name = null] = /^(\S+)(?: AS (\S+))?$/.exec(rest) ?? fail(rest);
  return { from: from ?? '', name, steps: [] };
}

/** The words of an instruction in its JSON form; the shell form would need a shell in the image. */
export function wordsOf({ rest }: Step): readonly string[] {
  const words: unknown = JSON.parse(rest.replace(/^(?:--\S+\s+)*(?:CMD\s+)?/, ''));
  if (!Array.isArray(words)) return fail(rest);
  return words.map(String);
}

function fail(what: string): never {
  throw new TypeError(`Not read by this test: ${what}`);
}
