import { z } from 'zod';
import { documented, type KeyDoc } from '../config/documented.ts';
import { text, urlTemplate } from '../config/settings.ts';
import type { BackendDefinition, NamedDetails } from '../datasource/contract/backend-definition.ts';
import type { Authenticator } from '../upstream/auth/authenticator.ts';
import { connectionSettings } from '../upstream/http/connection-settings.ts';
import { upstreamLimits } from '../upstream/upstream-limits.ts';
import { commonDocs } from './common-docs.ts';
import type { VendorDetails } from './vendor-details.ts';

/** What people want to know of a backend before they choose it. */
export interface BackendFacts {
  /** The vendor and its service. */
  readonly service: string;
  /** What its jobs are, in the plural. */
  readonly jobs: string;
  /** What a job hangs under. */
  readonly origin: string;
  /** What its tasks are; `null`: it has none. */
  readonly tasks: string | null;
}

/** Where a request went. */
export interface AskedHost {
  /** Name and port. */
  readonly host: string;
  readonly purpose: 'read' | 'sign-in';
}

/** One kind of vendor API. */
export interface Backend {
  readonly name: string;
  readonly facts: BackendFacts;
  /** All keys of a source's configuration but `id` and `backend`; a `strictObject`. */
  readonly settings: z.ZodType;
  readonly namedDetails?: NamedDetails;
  /** What may be wrong with settings although they are valid, and what would be right; `null`: nothing. `settings`: as parsed. */
  readonly hint?: (settings: unknown) => string | null;
  /** Which settings lead to a host whose address is written in none of them, e.g. "`region`, or give `endpoint`". */
  readonly derivedFrom?: (asked: AskedHost, settings: unknown) => string;
  /** `settings`: as parsed by the schema. */
  readonly connect: (settings: unknown) => Connection;
}

/** What a room declares: all but the name, which its backend has. Its details are a type of the schema. */
export type VendorDefinition = Omit<BackendDefinition<VendorDetails>, 'name'>;

/** What a room makes of the settings of a source. */
export interface VendorConnection extends Omit<Connection, 'definition' | 'settings'> {
  readonly definition: VendorDefinition;
}

/** What a source of this kind consists of. */
export interface Connection {
  readonly definition: BackendDefinition;
  /** Address of the API, with the base path. */
  readonly endpoint: string;
  readonly authenticator: Authenticator;
  /** Sent with every read. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly settings: CommonSettings;
}

const commonShape = {
  ...upstreamLimits.shape,
  ...connectionSettings.shape,
  /** A page goes out without this source after so many milliseconds. */
  deadlineMs: z.int().min(10).max(600_000).default(8_000),
  /** How long a list of clusters, policies and the like is good for. */
  discoverySeconds: z.number().min(0).max(86_400).default(30),
  /** Most rows that are read of a list that has no order. */
  wholeRows: z.int().min(100).max(1_000_000).default(10_000),
  /** What is told of the source, for people: nothing follows from it. */
  name: text.optional(),
  region: text.optional(),
  host: text.optional(),
  labels: z
    .record(z.string().regex(/^[A-Za-z][A-Za-z0-9_.-]{0,62}$/), z.string())
    .meta({ description: 'words of your own, `team: platform`' })
    .optional(),
  /** Address of a job for people, with `{nativeId}` and the like in it. */
  jobUrl: urlTemplate.optional(),
};

/** Settings that every source has. */
export const commonSettings = z.object(documented(commonShape, commonDocs));

export type CommonSettings = z.infer<typeof commonSettings>;

/**
 * All keys of a source of one kind: those that every source has, and its own, each with what it means for people. The
 * configuration's schema and the tables of docs/configuration.md are made of it.
 */
export const sourceSettings = <Shape extends z.ZodRawShape>(
  own: Shape,
  docs: { readonly [Key in keyof Shape]: KeyDoc },
) => z.strictObject({ ...commonSettings.shape, ...documented(own, docs) });

/** Ties a settings schema to what is made of it. */
export const defineBackend = <S extends z.ZodType<CommonSettings>>({
  derivedFrom,
  ...backend
}: {
  readonly name: string;
  readonly facts: BackendFacts;
  readonly settings: S;
  readonly namedDetails?: NamedDetails;
  readonly hint?: (settings: z.output<S>) => string | null;
  readonly derivedFrom?: (asked: AskedHost, settings: z.output<S>) => string;
  readonly connect: (settings: z.output<S>) => VendorConnection;
}): Backend => ({
  ...backend,
  hint: (settings) => backend.hint?.(backend.settings.parse(settings)) ?? null,
  ...(derivedFrom && {
    derivedFrom: (asked: AskedHost, settings: unknown) =>
      derivedFrom(asked, backend.settings.parse(settings)),
  }),
  connect: (settings) => {
    const parsed = backend.settings.parse(settings);
    const { definition, ...connection } = backend.connect(parsed);
    return { ...connection, definition: { ...definition, name: backend.name }, settings: parsed };
  },
});
