import type { Access } from '../world/access.ts';

/** What a contender has to know before it starts. */
export interface Surroundings {
  readonly access: Access;
  /** Its own, and empty. */
  readonly folder: string;
  /** Keys of every source of Jobweave's configuration. */
  readonly sourceSettings: Readonly<Record<string, unknown>>;
}

/** How to start one of those who are compared. */
export interface Start {
  readonly command: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  /** Where it will be; left out: it prints that. */
  readonly url?: string;
}

export interface Contender {
  readonly name: string;
  /** For whoever reads the table. */
  readonly title: string;
  /** It gives the lists of the vendors as they are. */
  readonly isUnmerged?: boolean;
  /** Takes part only where a workload names it. */
  readonly isSpecial?: boolean;
  readonly prepare: (surroundings: Surroundings) => Promise<Start>;
}
