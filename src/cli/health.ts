import { readFileSync, readlinkSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import type { Environment } from '../config/config.ts';
import { nodeAt } from '../config/config-node.ts';
import { readConfigText } from '../config/read-config-text.ts';
import { readYaml } from '../config/read-yaml.ts';
import { namedFiles } from '../config/secret-file.ts';
import { LISTENS } from '../config/settings.ts';
import { PATHS } from '../server/routes.ts';
import { type HealthCommand, parseArguments, type Started } from './arguments.ts';
import { listeningPorts } from './listening-ports.ts';

const PATIENCE_MS = 2_000;
/** A process may have ports of other kinds, as for a debugger; and that of metrics answers to GET alone. */
const ONLY_GATEWAY = 'POST';
const NO_PORT = 'The system chooses the port of this gateway: name its process with --pid.';
const PROGRAMS: readonly string[] = ['jobweave', 'jobweave.js'];

/**
 * Whether the gateway answers that was started like this; `null`: it does, else what is wrong. Of its configuration nothing is
 * read but where it listens, because this is asked every few seconds, where there may be little processor time.
 */
export async function health(command: HealthCommand, environment: Environment): Promise<string | null> {
  try {
    const { pid } = command;
    const { host, port } = await placeOf(pid === null ? command : startOf(pid), environment);
    if (port === 0 && pid === null) return NO_PORT;
    const ports = port === 0 && pid !== null ? listeningPorts(pid) : [port];
    if (ports.length === 0) return `Process ${pid} does not listen yet.`;
    const method = ports.length > 1 ? ONLY_GATEWAY : 'GET';
    await Promise.any(ports.map((one) => ask(`http://${host}:${one}${PATHS.live}`, method)));
    return null;
  } catch (error) {
    const [first = error] = error instanceof AggregateError ? error.errors : [];
    const { message, cause } = first instanceof Error ? first : new Error(String(first));
    return cause instanceof Error ? `${message}: ${cause.message}` : message;
  }
}

/** Rejects where it is not the gateway that answers, or nobody is. */
async function ask(url: string, method: string): Promise<void> {
  const response = await fetch(url, { method, signal: AbortSignal.timeout(PATIENCE_MS) });
  const text = await response.text();
  if (response.status !== 200) throw new Error(`${url} answers ${response.status}.`);
  if (text.trim() !== 'ok') throw new Error(`${url} is no gateway.`);
}

/** How a process was started; in a container, whatever was written behind the image's name. */
function startOf(pid: number): Started {
  const words = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').slice(0, -1);
  const program = words.findIndex((word) => PROGRAMS.includes(basename(word)));
  const parsed = parseArguments(words.slice(program + 1));
  if (program === -1 || !parsed.ok || parsed.command.name !== 'serve')
    throw new Error(`Process ${pid} is no gateway.`);
  const { config, port, host } = parsed.command;
  return { port, host, config: config && resolve(readlinkSync(`/proc/${pid}/cwd`), config) };
}

async function placeOf({ config, port, host }: Started, environment: Environment): Promise<typeof LISTENS> {
  const configured = config === null ? LISTENS : await listensBy(config, environment);
  return { host: reachable(host ?? configured.host), port: port ?? configured.port };
}

async function listensBy(file: string, environment: Environment): Promise<typeof LISTENS> {
  const read = await readConfigText(file);
  if (!read.ok) throw new Error(`${file}: ${read.message}`);
  const { root } = readYaml(read.text, environment, namedFiles(file));
  const at = (key: string): string | null => {
    const node = root && nodeAt(root, ['server', key]);
    return node?.kind === 'scalar' && node.value !== null ? String(node.value) : null;
  };
  return { host: at('host') ?? LISTENS.host, port: Number(at('port') ?? LISTENS.port) };
}

/** Who listens on all addresses is reached on that of this machine. */
function reachable(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1';
  if (host === '::') return '[::1]';
  return host.includes(':') ? `[${host}]` : host;
}
