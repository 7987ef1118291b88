import type { AccessConfig } from './access.ts';
import type { LimitsConfig } from './limits.ts';
import type { OperatingConfig } from './operating.ts';

/** One entry of `sources`. */
export interface SourceConfig<Settings = Readonly<Record<string, unknown>>> {
  /** Unique in the file: `[a-z0-9-]+`, at most 40 characters. */
  readonly id: string;
  readonly backend: string;
  /** Everything else of the entry, parsed by the backend's schema, its defaults applied. */
  readonly settings: Settings;
}

export interface ServerConfig extends OperatingConfig {
  readonly host: string;
  /** 0 to 65535; 0 takes any free port. */
  readonly port: number;
  /** Signs cursors; at least 16 characters. Left out: the process makes one up for as long as it runs. */
  readonly cursorKey?: string;
  /** Rows that may be read and found not to match, in one page: of all sources together, and of each. */
  readonly scan?: { readonly perRequest: number; readonly perSource: number };
  /** HTTP requests that one GraphQL operation may send to vendors, all sources together; left out: 5,000. */
  readonly vendorRequests?: number;
  /** What one request may be, and what one process takes at once; each that is left out has a default. */
  readonly limits?: LimitsConfig;
  /** Where the failure of one source in a list is told; left out: `errors`, and its report. */
  readonly sourceErrors?: 'errors' | 'report';
  /** Values of the header `Host`, without port, that are answered; left out: see `docs/access.md#hosts`. */
  readonly allowedHosts?: readonly string[];
  /** Origins whose pages may read answers (CORS); left out: none. */
  readonly allowedOrigins?: readonly string[];
  /** Whether browsers get GraphiQL; left out: where only this machine can reach it. */
  readonly graphiql?: boolean;
  /** Whether the gateway is a subgraph too, and what the names of some of its types begin with; left out: it is none. */
  readonly federation?: { readonly enabled: boolean; readonly typePrefix: string };
  /** Operations that clients name by id: a file, from the folder of the configuration on; `only`: no others are executed. */
  readonly knownOperations?: { readonly file: string; readonly only: boolean };
}

export interface Config {
  readonly server: ServerConfig;
  /** Left out: callers need not tell who they are. */
  readonly access?: AccessConfig;
  readonly sources: readonly SourceConfig[];
  /** Absolute paths of what it names, by `${file:…}` or as known operations: when one changes, the configuration does. Left out: none. */
  readonly files?: readonly string[];
}

/** What is wrong with the file, and what would be right. */
export interface ConfigFault {
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** From 1, in UTF-16 code units. */
  readonly column: number;
  /** One line, without any value that came from the environment. */
  readonly message: string;
}

export type ConfigResult =
  | { readonly ok: true; readonly config: Config }
  | { readonly ok: false; readonly faults: readonly ConfigFault[] };

/** Environment variables by name. */
export type Environment = Readonly<Record<string, string | undefined>>;
