import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { readDockerfile, type Step, wordsOf } from './dockerfile.ts';

/** What the image is in the end; its file system is a folder. */
export interface Image {
  readonly root: string;
  readonly from: string;
  readonly user: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly ports: readonly number[];
  readonly health: readonly string[];
  /** Entry point and command. */
  readonly command: readonly string[];
}

interface Building {
  workdir: string;
  user: string;
  readonly environment: Record<string, string>;
  ports: number[];
  health: readonly string[];
  entrypoint: readonly string[];
  command: readonly string[];
}

/** Takes the steps of the Dockerfile one by one, without an engine: what would be `/app` in a stage lies in a folder of it. */
export function buildImage(repository: string, scratch: string): Image {
  const stages = readDockerfile(readFileSync(join(repository, 'Dockerfile'), 'utf8'));
  const roots = new Map(stages.map(({ name }, i) => [name ?? '', join(scratch, `stage-${i}`)]));
  let last: Image | null = null;
  for (const { name, from, steps } of stages) {
    const root = roots.get(name ?? '') ?? '';
    const made = newBuilding();
    for (const step of steps) take(step, { made, root, roots, repository });
    const { user, environment, ports, health, entrypoint, command } = made;
    last = { root, from, user, environment, ports, health, command: [...entrypoint, ...command] };
  }
  if (last === null) throw new TypeError('The Dockerfile has no stage.');
  return last;
}

const newBuilding = (): Building => ({
  workdir: '/',
  user: 'root',
  environment: {},
  ports: [],
  health: [],
  entrypoint: [],
  command: [],
});

interface Place {
  readonly made: Building;
  readonly root: string;
  readonly roots: ReadonlyMap<string, string>;
  readonly repository: string;
}

function take(step: Step, place: Place): void {
  const { made, root } = place;
  const { instruction, rest } = step;
  switch (instruction) {
    case 'WORKDIR':
      made.workdir = rest;
      return;
    case 'COPY':
      copy(rest, place);
      return;
    case 'RUN':
      execFileSync('sh', ['-c', inside(root, rest)], { cwd: join(root, made.workdir), stdio: 'inherit' });
      return;
    case 'ENV':
      for (const [, name = '', quoted, plain = ''] of rest.matchAll(/([^\s=]+)=(?:"([^"]*)"|(\S*))/g))
        made.environment[name] = quoted ?? plain;
      return;
    case 'USER':
      made.user = rest;
      return;
    case 'EXPOSE':
      made.ports = rest.split(/\s+/).map(Number);
      return;
    case 'HEALTHCHECK':
      made.health = wordsOf(step);
      return;
    case 'ENTRYPOINT':
      made.entrypoint = wordsOf(step);
      return;
    case 'CMD':
      made.command = wordsOf(step);
      return;
    case 'LABEL':
      return;
    default:
      throw new TypeError(`Not read by this test: ${instruction} ${rest}`);
  }
}

/** Absolute paths of the image, as they are outside of it. */
export const inside = (root: string, words: string): string =>
  words.replaceAll(/(?<=^|\s)\/(?=\w)/g, `${root}/`);

function copy(rest: string, { made, root, roots, repository }: Place): void {
  const [, stage, from = '', to = ''] = /^(?:--from=(\S+) )?(\S+) (\S+)$/.exec(rest) ?? [];
  const target = to.startsWith('/') ? join(root, to) : join(root, made.workdir, to);
  mkdirSync(dirname(target), { recursive: true });
  if (stage === undefined) copyContext(repository, target);
  else cpSync(join(roots.get(stage) ?? '', from), target, { recursive: true, verbatimSymlinks: true });
}

/** What the engine would be given: what is committed, without what `.dockerignore` names. */
function copyContext(repository: string, target: string): void {
  mkdirSync(target, { recursive: true });
  const ignored = readFileSync(join(repository, '.dockerignore'), 'utf8').split('\n').filter(Boolean);
  const isIgnored = (file: string): boolean =>
    ignored.some((pattern) =>
      pattern.startsWith('**/')
        ? `/${file}/`.includes(`/${pattern.slice(3)}/`)
        : pattern.startsWith('*')
          ? !file.includes('/') && file.endsWith(pattern.slice(1))
          : `${file}/`.startsWith(`${pattern}/`),
    );
  const files = execFileSync('git', ['ls-files', '-z'], { cwd: repository, encoding: 'utf8' }).split('\0');
  for (const file of files.filter((one) => one !== '' && !isIgnored(one)))
    cpSync(join(repository, file), join(target, file), { verbatimSymlinks: true });
}
