import type { Access } from '../world/access.ts';

/** How to start one of those who are compared. */
export interface Start {
  readonly command: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
}

export interface Contender {
  readonly name: string;
  /** For whoever reads the table. */
  readonly title: string;
  /** `folder` is its own and empty. What is started prints its URL. */
  readonly prepare: (access: Access, folder: string) => Promise<Start>;
}
