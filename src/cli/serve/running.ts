import type { IncomingHttpHeaders } from 'node:http';
import type { Config, Environment } from '../../config/config.ts';
import type { Log } from '../../observe/log/log.ts';

export interface ServeOptions {
  /** An absolute path; `null`: the demo. */
  readonly config: string | null;
  readonly port: number | null;
  readonly host: string | null;
  /** On the demo: whoever reaches it may see it. A file says so itself. */
  readonly allowAnonymous: boolean;
  /** Of the demo: what is wrong with its vendors; `null`: nothing. */
  readonly fault: string | null;
  /** Processes that share the port; 1: this one alone. */
  readonly workers: number;
}

/** A gateway that runs, in one process or in several. */
export interface Running {
  /** For the person who started it; empty: another process tells. */
  readonly banner: string;
  readonly log: Log;
  readonly stop: (isHurried: boolean) => Promise<void>;
  /** `null`: there is no file to be read again. */
  readonly reload: (() => Promise<void>) | null;
}

/** What a gateway begins with. */
export interface Start {
  readonly options: ServeOptions;
  readonly environment: Environment;
  readonly config: Config;
  /** Of the demo's configuration, for processes of its own; `null`: it is in a file. */
  readonly text: string | null;
  readonly closeDemo: () => Promise<void>;
  /** `null`: it is no demo. */
  readonly onRequest: ((headers: IncomingHttpHeaders) => void) | null;
}
