import type { AskedHost } from '../backends/backend.ts';
import { backends } from '../backends/index.ts';
import type { Environment, SourceConfig } from '../config/config.ts';
import { createGateway } from '../create-gateway.ts';
import type { JobSource } from '../datasource/source/job-source.ts';
import { openNewest } from '../datasource/source/open-newest.ts';
import type { Head } from '../datasource/stream/job-stream.ts';
import { CODES } from '../model/error-codes.ts';
import { SourceError, type SourceErrorCode } from '../model/source-error.ts';
import { RequestScope } from '../scope/request-scope.ts';
import type { Watch } from '../scope/watch.ts';
import { accessTo } from './access-to.ts';
import { adviceFor } from './check-advice.ts';
import { loadConfig } from './load-config.ts';
import { missingIds } from './missing-ids.ts';

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
  /** Which was asked last without success: name and port. */
  readonly host: string | null;
  /** Why it was not read, though nothing is known to be wrong; `null`: it was. */
  readonly skipped: string | null;
  /** What is odd, though jobs can be read. */
  readonly warnings: readonly string[];
  readonly latencyMs: number;
  readonly jobsSeen: number;
  /** When the newest of them was created; `null`: there is none, or nobody knows. */
  readonly newestJobAt: string | null;
}

const ROWS = 10;

/** Signs in to each source and reads one page of each of its lists. Throws `StartFault` for a file with which nothing starts. */
export async function check(file: string, environment: Environment): Promise<readonly CheckedSource[]> {
  const config = await loadConfig(file, environment);
  accessTo(config, config.server.host);
  const failed = new Map<string, AskedHost>();
  const watch: Watch = ({ sourceId, url, purpose }) => ({
    end: ({ error, status }) => {
      if (error === null && (status ?? 0) < 400) failed.delete(sourceId);
      else failed.set(sourceId, { host: url.host, purpose });
    },
  });
  const gateway = createGateway(config, { watch });
  const checked = await Promise.all(
    config.sources.map(async (entry) => {
      const source = gateway.sources.get(entry.id);
      if (source === undefined) throw new RangeError(`There is no source ${entry.id}.`);
      const asked = () => failed.get(entry.id) ?? null;
      return checkSource(source, entry, asked);
    }),
  );
  await gateway.close();
  return checked;
}

async function checkSource(
  source: JobSource,
  entry: SourceConfig,
  asked: () => AskedHost | null,
): Promise<CheckedSource> {
  const startedAt = performance.now();
  const read = await readOnce(source).catch(unread);
  const error = read.error ?? (await missingIds(source, entry).catch(sourceErrorOf));
  const backend = backends.find(({ name }) => name === entry.backend);
  const { settings } = entry;
  const hint = backend?.hint?.(settings) ?? null;
  const derived = (host: AskedHost): string | null => backend?.derivedFrom?.(host, settings) ?? null;
  const isSkipped = error !== null && CODES[error.code].reportedAs === 'SKIPPED';
  const problem = isSkipped ? null : error;
  const advice = problem === null ? null : adviceFor(problem, { asked: asked(), settings, derived, hint });
  return {
    source: source.id,
    backend: source.backend,
    ok: problem === null,
    problem:
      problem === null ? null : [`${problem.code}: ${problem.message}`, advice].filter(Boolean).join(' '),
    code: problem?.code ?? null,
    message: problem?.message ?? null,
    advice,
    host: problem === null ? null : (asked()?.host ?? null),
    skipped: isSkipped ? `not checked: it needs a caller’s own token. ${error.message}` : null,
    warnings: [...read.warnings, ...(problem === null && hint !== null ? [hint] : [])],
    latencyMs: Math.round(performance.now() - startedAt),
    jobsSeen: read.jobsSeen,
    newestJobAt: read.newestJobAt,
  };
}

interface Read extends Pick<CheckedSource, 'warnings' | 'jobsSeen' | 'newestJobAt'> {
  readonly error: SourceError | null;
}

const unread = (error: unknown): Read => ({
  error: sourceErrorOf(error),
  jobsSeen: 0,
  newestJobAt: null,
  warnings: [],
});

function sourceErrorOf(error: unknown): SourceError {
  if (error instanceof SourceError) return error;
  throw error;
}

async function readOnce(source: JobSource): Promise<Read> {
  const scope = new RequestScope({ signal: new AbortController().signal }).of(source);
  const { streams, notes } = await openNewest(source, ROWS, scope);
  const looks = await Promise.allSettled(streams.map((stream) => stream.advance()));
  const failures = looks.flatMap((look) => (look.status === 'rejected' ? [look.reason] : []));
  const unexpected = failures.find((failure) => !(failure instanceof SourceError));
  if (unexpected !== undefined) throw unexpected;
  const errors = [
    ...failures,
    ...[...notes, ...streams.flatMap((stream) => stream.notes)].map(({ error }) => error),
  ];
  const newest = newestOf(streams.map((stream) => stream.headAfter(0)));
  const { summary } = scope.ledger.oddities;
  return {
    jobsSeen: scope.ledger.rowsFetched,
    newestJobAt: newest === null ? null : new Date(newest).toISOString(),
    error: errors[0] ?? null,
    warnings: [
      ...(newest !== null && newest > Date.now() + CLOCK_SKEW_MS ? [fromTheFuture(newest - Date.now())] : []),
      ...(summary === null ? [] : [`not all of its answers can be read: ${summary}`]),
    ],
  };
}

/** Clocks may differ so much without meaning anything. */
const CLOCK_SKEW_MS = 5 * 60_000;

/** Each list begins with its newest job. */
function newestOf(heads: readonly (Head | null)[]): number | null {
  const times = heads.flatMap((head) => (head?.kind === 'row' ? (head.key.time ?? []) : []));
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
      [one.problem ?? one.skipped ?? 'ok', ...one.warnings.map((text) => `warning: ${text}`)].join('; '),
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
