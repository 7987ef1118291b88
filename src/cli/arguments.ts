import { type ParseArgsConfig, parseArgs } from 'node:util';
import { didYouMean } from '../config/did-you-mean.ts';
import { isHost, isTypePrefix } from '../config/settings.ts';

/** What the command line asks for. `null`: not given. */
export type Command =
  | (Started & {
      readonly name: 'serve';
      readonly allowAnonymous: boolean;
      readonly workers: number;
      readonly fault: string | null;
    })
  | HealthCommand
  | { readonly name: 'init'; readonly file: string; readonly force: boolean }
  | { readonly name: 'check'; readonly config: string; readonly json: boolean }
  | { readonly name: 'schema'; readonly federation: boolean; readonly typePrefix: string | null }
  | SimulateCommand
  | { readonly name: 'config-schema' }
  | { readonly name: 'backends' }
  | { readonly name: 'help' }
  | { readonly name: 'version' };

/** Where a gateway finds its configuration, and where it listens. */
export interface Started {
  readonly config: string | null;
  readonly port: number | null;
  readonly host: string | null;
}

export type HealthCommand = Started & { readonly name: 'health'; readonly pid: number | null };

export interface SimulateCommand {
  readonly name: 'simulate';
  readonly backend: string | null;
  readonly port: number | null;
  readonly jobs: number | null;
  readonly origins: number | null;
  readonly seed: number | null;
  readonly latencyMs: number | null;
}

/** A fault's message is one line: what is wrong, and what would be right. */
export type Arguments =
  | { readonly ok: true; readonly command: Command }
  | { readonly ok: false; readonly fault: { readonly message: string } };

type Options = Readonly<Record<string, string | true>>;
type Token = Extract<NonNullable<ReturnType<typeof parseArgs>['tokens']>[number], { kind: 'option' }>;

/** A fault on its way out of this file; never seen outside. */
class UsageFault extends Error {}

const OPTIONS = {
  config: { type: 'string' },
  port: { type: 'string' },
  host: { type: 'string' },
  'allow-anonymous': { type: 'boolean' },
  workers: { type: 'string' },
  fault: { type: 'string' },
  pid: { type: 'string' },
  backend: { type: 'string' },
  jobs: { type: 'string' },
  origins: { type: 'string' },
  seed: { type: 'string' },
  latency: { type: 'string' },
  json: { type: 'boolean' },
  force: { type: 'boolean' },
  federation: { type: 'boolean' },
  'type-prefix': { type: 'string' },
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean' },
} as const satisfies ParseArgsConfig['options'];

type OptionName = keyof typeof OPTIONS;

const COMMANDS: ReadonlyMap<string, readonly OptionName[]> = new Map([
  ['serve', ['config', 'port', 'host', 'workers', 'fault', 'allow-anonymous']],
  ['init', ['config', 'force']],
  ['check', ['config', 'json']],
  ['health', ['config', 'port', 'host', 'pid']],
  ['schema', ['federation', 'type-prefix']],
  ['config-schema', []],
  ['simulate', ['backend', 'port', 'jobs', 'origins', 'seed', 'latency']],
  ['backends', []],
  ['help', []],
  ['version', []],
]);

/** Of Linux. */
const MOST_PID = 4_194_304;

/** Reads the arguments after the script's name. `--help` and `--version` win over everything else. */
export function parseArguments(argv: readonly string[]): Arguments {
  try {
    return { ok: true, command: readCommand(argv) };
  } catch (error) {
    if (error instanceof UsageFault) return { ok: false, fault: { message: error.message } };
    throw error;
  }
}

function readCommand(argv: readonly string[]): Command {
  const { tokens } = parseArgs({ args: [...argv], options: OPTIONS, strict: false, tokens: true });
  const given = tokens.filter((token) => token.kind === 'option');
  const words = tokens.filter((token) => token.kind === 'positional').map((token) => token.value);
  if (given.some(({ name }) => name === 'help')) return { name: 'help' };
  if (given.some(({ name }) => name === 'version')) return { name: 'version' };
  refuseStrange(given, words);
  const name = commandName(words);
  return buildCommand(name, readOptions(name, given));
}

/** An option that no command has is told first: otherwise what follows it would be taken for a command. */
function refuseStrange(given: readonly Token[], [word = '']: readonly string[]): void {
  const strange = given.find(({ name }) => !Object.hasOwn(OPTIONS, name));
  if (strange === undefined) return;
  const command = COMMANDS.has(word) ? word : 'serve';
  const list = (COMMANDS.get(command) ?? []).map((option) => `--${option}`);
  refuse(`unknown option ${show(strange.rawName)} of ${command}${suggest(strange.rawName, list)}`);
}

function commandName(words: readonly string[]): string {
  const [name = 'serve', extra] = words;
  if (!COMMANDS.has(name)) refuse(`unknown command ${show(name)}${suggest(name, COMMANDS.keys())}`);
  if (extra !== undefined && name !== 'help')
    refuse(
      `unexpected argument ${show(extra)}; every value of ${name} follows an option, as in --config FILE`,
    );
  return name;
}

function readOptions(command: string, given: readonly Token[]): Options {
  const allowed = COMMANDS.get(command) ?? [];
  const options: Record<string, string | true> = {};
  for (const token of given) {
    const name = allowed.find((option) => option === token.name);
    if (name === undefined) return refuse(strayOption(command, token));
    if (Object.hasOwn(options, name)) refuse(`--${name} is given twice; keep one`);
    options[name] = OPTIONS[name].type === 'boolean' ? flag(token) : textValue(token);
  }
  return options;
}

function strayOption(command: string, { name, rawName }: Token): string {
  const owners = [...COMMANDS]
    .filter(([, options]) => options.some((option) => option === name))
    .map(([owner]) => owner);
  return `${rawName} is not an option of ${command}; it belongs to ${owners.join(' and ')}`;
}

/** `value` is undefined for `--json`, and text for `--json=yes`. */
function flag({ name, value }: Token): true {
  return value === undefined ? true : refuse(`--${name} takes no value; write --${name} alone`);
}

function textValue({ name, value, inlineValue }: Token): string {
  const isOption = inlineValue !== true && value?.startsWith('-') === true;
  if (value === undefined || value === '' || isOption)
    refuse(`--${name} needs a value; write --${name} VALUE or --${name}=VALUE`);
  return value ?? '';
}

function buildCommand(name: string, options: Options): Command {
  switch (name) {
    case 'init':
      return { name, file: text(options, 'config') ?? 'jobweave.yaml', force: isSet(options, 'force') };
    case 'check':
      return {
        name,
        config: text(options, 'config') ?? refuse('check needs a file; write check --config FILE'),
        json: isSet(options, 'json'),
      };
    case 'health':
      return { name, ...startedBy(options, 1), pid: integer(options, 'pid', 1, MOST_PID) };
    case 'schema':
      return { name, federation: isSet(options, 'federation'), typePrefix: prefixOf(options) };
    case 'simulate':
      return simulateCommand(options);
    case 'config-schema':
    case 'backends':
    case 'help':
    case 'version':
      return { name };
    default:
      return {
        name: 'serve',
        ...startedBy(options, 0),
        allowAnonymous: isSet(options, 'allow-anonymous'),
        workers: integer(options, 'workers', 1, 64) ?? 1,
        fault: text(options, 'fault'),
      };
  }
}

const startedBy = (options: Options, leastPort: number): Started => ({
  config: text(options, 'config'),
  port: integer(options, 'port', leastPort, 65_535),
  host: hostOf(options),
});

const simulateCommand = (options: Options): SimulateCommand => ({
  name: 'simulate',
  backend: text(options, 'backend'),
  port: integer(options, 'port', 0, 65_535),
  jobs: integer(options, 'jobs', 1, 100_000),
  origins: integer(options, 'origins', 1, 10_000),
  seed: integer(options, 'seed', 0, 4_294_967_295),
  latencyMs: integer(options, 'latency', 0, 60_000),
});

function text(options: Options, name: OptionName): string | null {
  const value = options[name];
  return typeof value === 'string' ? value : null;
}

const isSet = (options: Options, name: OptionName): boolean => options[name] === true;

function integer(options: Options, name: OptionName, minimum: number, maximum: number): number | null {
  const value = text(options, name);
  if (value === null) return null;
  const number = /^\d{1,15}$/.test(value) ? Number(value) : Number.NaN;
  if (number >= minimum && number <= maximum) return number;
  return refuse(`--${name} must be a whole number from ${minimum} to ${maximum}, not ${show(value)}`);
}

function hostOf(options: Options): string | null {
  const value = text(options, 'host');
  if (value === null || isHost(value)) return value;
  return refuse(`--host must be a host name or an IP address, such as 127.0.0.1, not ${show(value)}`);
}

function prefixOf(options: Options): string | null {
  const value = text(options, 'type-prefix');
  if (value === null || isTypePrefix(value)) return value;
  return refuse(
    `--type-prefix must begin with a capital letter, and be letters and digits, not ${show(value)}`,
  );
}

function suggest(word: string, candidates: Iterable<string>): string {
  const list = [...candidates];
  const guess = didYouMean(word, list);
  const known = list.length === 0 ? 'there are none' : `there are ${list.join(', ')}`;
  return guess === null ? `; ${known}` : `; did you mean ${guess}?`;
}

/** On one line, whatever was typed. */
const show = (value: string): string => JSON.stringify(value);

function refuse(message: string): never {
  throw new UsageFault(message);
}
