import type { AskedHost } from '../backends/backend.ts';
import { backends } from '../backends/index.ts';
import type { Environment, SourceConfig } from '../config/config.ts';
import { createGateway } from '../create-gateway.ts';
import type { JobSource } from '../datasource/source/job-source.ts';
import { openNewest } from '../datasource/source/open-newest.ts';
import type { StreamRow } from '../datasource/stream/job-stream.ts';
import { CODES } from '../model/error-codes.ts';
import { SourceError, type SourceErrorCode } from '../model/source-error.ts';
import { RequestScope } from '../scope/request-scope.ts';
import type { Watch } from '../scope/watch.ts';
import { accessTo } from './access-to.ts';
import { adviceFor } from './check-advice.ts';
import { loadConfig } from './load-config.ts';
import { missingIds } from './missing-ids.ts';
import { readOperations } from './read-operations.ts';
import { schemaOf } from './schema-of.ts';
import type { StartFault } from './start-fault.ts';

export interface CheckedSource {
  readonly source: string;
  readonly backend: string;
  readonly ok: boolean;
  /** What is wrong, and how to correct it, in one text; `null`: nothing. */
  readonly problem: string | null;
  /** The same in its parts, for programs; all `null` where nothing is wrong. */
  readonly code: SourceErrorCode | null;
  readonly message: string | null;
  readonly advice: string | null;
  /** Which was asked last without success, or last of all: name and port. */
  readonly host: string | null;
  /** Why it was not read, though nothing is known to be wrong; `null`: it was. */
  readonly skipped: string | null;
  /** What was found, e.g. which version of an API answers. */
  readonly remarks: readonly string[];
  /** What is odd, though jobs can be read. */
  readonly warnings: readonly string[];
  readonly latencyMs: number;
  readonly jobsSeen: number;
  /** When the newest of them was created; `null`: there is none, or nobody knows. */
  readonly newestJobAt: string | null;
}

/** A fault of the file itself, for programs that read what was found of sources. */
export interface CheckedFile extends Pick<CheckedSource, 'advice' | 'host'> {
  readonly source: null;
  readonly ok: false;
  readonly code: 'CONFIGURATION_FAULT';
  /** With its place, and what would be right. */
  readonly message: string;
}

/** One for each fault. */
export const asFaults = (fault: StartFault): readonly CheckedFile[] =>
  fault.message
    .trim()
    .split('\n')
    .map((message) => ({
      source: null,
      ok: false,
      code: 'CONFIGURATION_FAULT',
      message,
      advice: null,
      host: null,
    }));

const ROWS = 10;

/** Signs in to each source and reads one page of each of its lists. Throws `StartFault` for a file with which nothing starts. */
export async function check(file: string, environment: Environment): Promise<readonly CheckedSource[]> {
  const config = await loadConfig(file, environment);
  accessTo(config, config.server.host);
  const { knownOperations, limits } = config.server;
  if (knownOperations !== undefined) readOperations(knownOperations.file, schemaOf(config), limits);
  const asked = new Map<string, Asked>();
  const watch: Watch = ({ sourceId, url, purpose }) => ({
    end: ({ error, status }) => {
      const last = { host: url.host, purpose };
      const hasFailed = error !== null || (status ?? 0) >= 400;
      asked.set(sourceId, { last, failed: hasFailed ? last : (asked.get(sourceId)?.failed ?? null) });
    },
  });
  const gateway = createGateway(config, { watch });
  const checked = await Promise.all(
    config.sources.map(async (entry) => {
      const source = gateway.sources.get(entry.id);
      if (source === undefined) throw new RangeError(`There is no source ${entry.id}.`);
      return checkSource(source, entry, () => asked.get(entry.id) ?? NOBODY);
    }),
  );
  await gateway.close();
  return checked;
}

/** Where one source's requests went. */
interface Asked {
  readonly last: AskedHost | null;
  /** The last one without success. */
  readonly failed: AskedHost | null;
}

const NOBODY: Asked = { last: null, failed: null };

async function checkSource(
  source: JobSource,
  entry: SourceConfig,
  asked: () => Asked,
): Promise<CheckedSource> {
  const startedAt = performance.now();
  const read = await readOnce(source).catch(unread);
  const { settings } = entry;
  const backend = backends.find(({ name }) => name === entry.backend);
  const hint = backend?.hint?.(settings) ?? null;
  const derived = (host: AskedHost): string | null => backend?.derivedFrom?.(host, settings) ?? null;
  const trouble = await troubleOf(source, entry, read.error, (error) =>
    adviceFor(error, { asked: asked().failed, settings, derived, hint }),
  );
  const isSkipped = trouble !== null && CODES[trouble.error.code].reportedAs === 'SKIPPED';
  const problem = isSkipped ? null : trouble;
  return {
    source: source.id,
    backend: source.backend,
    ok: problem === null,
    problem:
      problem === null
        ? null
        : [`${problem.error.code}: ${problem.error.message}`, problem.advice].filter(Boolean).join(' '),
    code: problem?.error.code ?? null,
    message: problem?.error.message ?? null,
    advice: problem?.advice ?? null,
    host: problem === null ? null : ((asked().failed ?? asked().last)?.host ?? null),
    skipped: isSkipped ? `not checked: it needs a caller’s own token. ${trouble.error.message}` : null,
    remarks: read.remarks,
    warnings: [...read.warnings, ...(problem === null && hint !== null ? [hint] : [])],
    latencyMs: Math.round(performance.now() - startedAt),
    jobsSeen: read.jobsSeen,
    newestJobAt: read.newestJobAt,
  };
}

interface Trouble {
  readonly error: SourceError;
  readonly advice: string | null;
}

/** What is wrong, and what to do about it. Some vendors refuse a list of something that is not there: then its id is told. */
async function troubleOf(
  source: JobSource,
  entry: SourceConfig,
  error: SourceError | null,
  advise: (error: SourceError) => string | null,
): Promise<Trouble | null> {
  const told = (known: SourceError): Trouble => ({ error: known, advice: advise(known) });
  if (error !== null && error.code !== 'NOT_FOUND') return told(error);
  try {
    const missing = await missingIds(source, entry);
    return missing ?? (error && told(error));
  } catch (other) {
    return told(error ?? sourceErrorOf(other));
  }
}

interface Read extends Pick<CheckedSource, 'remarks' | 'warnings' | 'jobsSeen' | 'newestJobAt'> {
  readonly error: SourceError | null;
}

const unread = (error: unknown): Read => ({
  error: sourceErrorOf(error),
  jobsSeen: 0,
  newestJobAt: null,
  remarks: [],
  warnings: [],
});

function sourceErrorOf(error: unknown): SourceError {
  if (error instanceof SourceError) return error;
  throw error;
}

async function readOnce(source: JobSource): Promise<Read> {
  const scope = new RequestScope({ client: new AbortController() }).of(source);
  const { streams, notes, remarks } = await openNewest(source, ROWS, scope);
  const looks = await Promise.allSettled(streams.map((stream) => stream.advance()));
  const failures = looks.flatMap((look) => (look.status === 'rejected' ? [look.reason] : []));
  const unexpected = failures.find((failure) => !(failure instanceof SourceError));
  if (unexpected !== undefined) throw unexpected;
  const errors = [
    ...failures,
    ...[...notes, ...streams.flatMap((stream) => stream.notes)].map(({ error }) => error),
  ];
  const newest = newestOf(streams.flatMap(({ rows }) => rows.slice(0, 1)));
  const { summary } = scope.ledger.oddities;
  return {
    jobsSeen: scope.ledger.rowsFetched,
    newestJobAt: newest === null ? null : new Date(newest).toISOString(),
    error: errors[0] ?? null,
    remarks,
    warnings: [
      ...(newest !== null && newest > Date.now() + CLOCK_SKEW_MS ? [fromTheFuture(newest - Date.now())] : []),
      ...(summary === null ? [] : [`not all of its answers can be read: ${summary}`]),
    ],
  };
}

/** Clocks may differ so much without meaning anything. */
const CLOCK_SKEW_MS = 5 * 60_000;

/** Each list begins with its newest job. */
function newestOf(first: readonly StreamRow[]): number | null {
  const times = first.flatMap(({ key }) => key.time ?? []);
  return times.length === 0 ? null : Math.max(...times);
}

const fromTheFuture = (aheadMs: number): string =>
  `its newest job lies ${(aheadMs / 3_600_000).toFixed(1)} hours in the future: check the vendor's clock, and \`timeZone\` where the source has one`;

/** One line for each source, in columns. */
export function renderChecks(checks: readonly CheckedSource[]): string {
  const rows = [
    ['SOURCE', 'BACKEND', 'LATENCY', 'JOBS', 'NEWEST JOB', 'RESULT'],
    ...checks.map((one) => [
      one.source,
      one.backend,
      `${one.latencyMs} ms`,
      String(one.jobsSeen),
      one.newestJobAt ?? '-',
      [
        one.problem ?? one.skipped ?? 'ok',
        ...one.remarks,
        ...one.warnings.map((text) => `warning: ${text}`),
      ].join('; '),
    ]),
  ];
  const widths = [0, 1, 2, 3, 4].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .map((line) => `${line}\n`)
    .join('');
}
