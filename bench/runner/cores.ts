import { spawnSync } from 'node:child_process';
import { availableParallelism } from 'node:os';

/** Who is measured has a core of its own; who asks and who is asked share another. */
export type Core = 0 | 1;

const canPin = availableParallelism() > 1 && spawnSync('taskset', ['--version']).status === 0;

/** Whether processes are kept to their cores: it needs two, and `taskset`. */
export const isPinned = (): boolean => canPin;

/** The same command, kept to one core. `taskset` becomes the command: the process id stays its own. */
export const pinned = (core: Core, command: readonly string[]): readonly string[] =>
  canPin ? ['taskset', '-c', String(core), ...command] : command;
