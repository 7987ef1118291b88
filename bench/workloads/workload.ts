import type { World } from '../world/world.ts';

/** One GraphQL request, as all contenders get it. */
export interface Operation {
  readonly operationName: string;
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
  /** A variable that takes another instant in every request, so that no two are the same. */
  readonly varying: string | null;
}

/** Gives the `data` of an answer. */
export type Ask = (operation: Operation) => Promise<unknown>;

/** An operation with what is right for it. */
export interface Question {
  readonly operation: Operation;
  /** What the variables are at one contender, who has to be asked for it first; absent: those of the operation. */
  readonly prepare?: (ask: Ask) => Promise<Operation['variables']>;
  /** The right `data`, without ids, for an operation whose varying variable is `instant`. */
  readonly expected: (instant: number) => unknown;
  /** Instants for which answers are checked before anything is measured. */
  readonly checks: readonly number[];
}

/** One line of the table for each contender. */
export interface Run {
  readonly label: string;
  /** Each sends its next request when it has the answer to the last. */
  readonly clients: number;
  readonly question: Question;
  /** For contenders that cannot merge; absent: they do not take part. */
  readonly unmerged?: Question;
}

/** What is started together, and takes turns. */
export interface Stage {
  readonly world: World;
  readonly runs: readonly Run[];
}

export interface Workload {
  readonly name: string;
  readonly title: string;
  /** Those that can do it, by name; `null`: all that are built to do what Jobweave does. */
  readonly contenders: readonly string[] | null;
  /** With whom the others are compared. */
  readonly base: string;
  /** The stages are steps of growth, each compared with the first. */
  readonly grows?: boolean;
  /** Keys of every source of Jobweave's configuration, where they differ from its defaults. */
  readonly sourceSettings?: Readonly<Record<string, unknown>>;
  readonly stages: readonly Stage[];
}

/** What most workloads have in common. */
export const AMONG_ALL = { contenders: null, base: 'limit' } as const;
