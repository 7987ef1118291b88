import type { Access } from '../world/access.ts';

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
  /** `folder` is its own and empty. */
  readonly prepare: (access: Access, folder: string) => Promise<Start>;
}
