import type { Environment } from '../config/config.ts';
import { createGateway } from '../create-gateway.ts';
import type { JobSource } from '../datasource/source/job-source.ts';
import { NO_HINT } from '../datasource/stream/hint.ts';
import type { Head } from '../datasource/stream/job-stream.ts';
import { createScanBudget } from '../datasource/stream/residual-filter.ts';
import { CODES } from '../model/error-codes.ts';
import { SourceError, type SourceErrorCode } from '../model/source-error.ts';
import { RequestScope } from '../scope/request-scope.ts';
import { loadConfig } from './load-config.ts';

export interface CheckedSource {
  readonly source: string;
  readonly backend: string;
  readonly ok: boolean;
  /** What is wrong and how to correct it; `null`: nothing. */
  readonly problem: string | null;
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

/** Signs in to each source and reads one page of each of its lists. Throws `StartFault` for a broken file. */
export async function check(file: string, environment: Environment): Promise<readonly CheckedSource[]> {
  const gateway = createGateway(await loadConfig(file, environment));
  const checked = await Promise.all([...gateway.sources.values()].map(checkSource));
  await gateway.close();
  return checked;
}

async function checkSource(source: JobSource): Promise<CheckedSource> {
  const startedAt = performance.now();
  const read = await readOnce(source).catch((error: unknown) => {
    if (!(error instanceof SourceError)) throw error;
    const isSkipped = CODES[error.code].reportedAs === 'SKIPPED';
    const text = isSkipped ? `not checked: it needs a caller’s own token. ${error.message}` : describe(error);
    return { ...UNREAD, problem: isSkipped ? null : text, skipped: isSkipped ? text : null };
  });
  return {
    source: source.id,
    backend: source.backend,
    ok: read.problem === null,
    problem: read.problem,
    skipped: read.skipped,
    warnings: read.warnings,
    latencyMs: Math.round(performance.now() - startedAt),
    jobsSeen: read.jobsSeen,
    newestJobAt: read.newestJobAt,
  };
}

type Read = Omit<CheckedSource, 'source' | 'backend' | 'ok' | 'latencyMs'>;

const UNREAD = { jobsSeen: 0, newestJobAt: null, warnings: [] };

async function readOnce(source: JobSource): Promise<Read> {
  const scope = new RequestScope({ signal: new AbortController().signal }).of(source);
  const { streams, notes } = await source.openJobs({
    filter: {},
    plan: source.planFilter({}),
    direction: 'down',
    startOf: () => null,
    stopOf: () => null,
    hintOf: () => NO_HINT,
    need: () => ({ share: ROWS, most: ROWS }),
    budget: createScanBudget(Number.POSITIVE_INFINITY),
    scope,
  });
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
    problem: errors[0] === undefined ? null : describe(errors[0]),
    skipped: null,
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

/** How to correct it. Other failures say so in their message, or nobody knows. */
const ADVICE: Partial<Readonly<Record<SourceErrorCode, string>>> = {
  UPSTREAM_UNAVAILABLE: 'Check `endpoint`, and that it can be reached from here.',
  UPSTREAM_TIMEOUT: 'Check `endpoint`, or raise `timeoutMs`.',
  UPSTREAM_LATE: 'Raise `deadlineMs`, or name fewer `origins`.',
  UPSTREAM_RATE_LIMITED: 'Set `rateLimit` to what the vendor allows.',
  UPSTREAM_FORBIDDEN: 'Give the account the right to read jobs.',
  UPSTREAM_BAD_RESPONSE: 'Check that `endpoint` is the address of the API.',
  UPSTREAM_REJECTED: 'Check `endpoint` and the project.',
  NOT_FOUND: 'Check `endpoint`, the project and `origins`.',
};

const describe = ({ code, message }: SourceError): string =>
  [`${code}: ${message}`, ADVICE[code]].filter((part) => part !== undefined).join(' ');

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
