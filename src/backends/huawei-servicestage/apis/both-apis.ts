import type { VendorReader } from '../../../datasource/contract/backend-definition.ts';
import { SourceError } from '../../../model/source-error.ts';
import type { Api, FoundJob } from './crawls.ts';

/** Reads the first list of an API, which tells whether there is one; what it gives reads the rest. */
export type Ask = (api: Api, read: VendorReader) => Promise<() => Promise<FoundJob[]>>;

export interface JobFinder {
  /** Every job that can be found without its id. Throws where nothing can be read. */
  readonly find: (read: VendorReader) => Promise<FoundJob[]>;
  /** Which APIs may know a job that nobody has met, the likeliest first: those of v3 are all in records. */
  readonly apis: () => readonly Api[];
  /** Whether such a job may be one that a record tells more of. */
  readonly mayHaveRecords: () => boolean;
}

/** What v3 tells of a job is more, so it goes last: of two streams of one key the engine keeps the last. */
const BOTH: readonly Api[] = ['v2', 'v3'];

/** How long an API that is not there is not asked again. */
const ABSENT_MS = 600_000;

/**
 * Asks both of the vendor's APIs: nothing is known of which one shows a tenant's things
 * (docs/vendors/huawei-servicestage.md#two-apis). One that is not there is left alone for a while; one that fails is told of,
 * and what the other one has is used. Throws where neither answers.
 */
export function createBothApis(ask: Ask, now: () => number): JobFinder {
  const absentUntil = new Map<Api, number>();
  const hasAnswered = new Set<Api>();
  /** Of any caller; `null`: nobody has asked. */
  let hasRecords: boolean | null = null;
  const apis = (): readonly Api[] => BOTH.filter((api) => (absentUntil.get(api) ?? 0) <= now());

  /** What is to be missed of the answers. One that was there before has not gone. */
  function lossesIn(answers: readonly Answer[]): readonly Failed[] {
    for (const answer of answers) if ('jobs' in answer) hasAnswered.add(answer.api);
    const failures = answers.filter((answer) => 'error' in answer);
    const absent = failures.filter(({ api, isAbsent }) => isAbsent && !hasAnswered.has(api));
    for (const { api } of absent) absentUntil.set(api, now() + ABSENT_MS);
    return failures.filter((failure) => !absent.includes(failure));
  }

  return {
    apis,
    mayHaveRecords: () => hasRecords ?? true,
    find: async (read) => {
      const answers = await Promise.all(apis().map((api) => answerOf(api, ask(api, read))));
      if (answers.every((answer) => 'error' in answer)) {
        absentUntil.clear();
        throw mostTelling(answers);
      }
      const losses = lossesIn(answers);
      for (const { api, error } of losses) read.tellLoss(lossOf(api, error));
      const remarks = BOTH.map((api) => remarkOn(api, answers));
      read.remark(remarks.toReversed().join(', '));
      const found = answers.flatMap((answer) => ('jobs' in answer ? answer.jobs : []));
      hasRecords ||= losses.length > 0 || found.some(({ release }) => release !== null);
      return found;
    },
  };
}

/** That an API is not there says less than why the other one cannot be read. */
function mostTelling(failures: readonly Failed[]): SourceError {
  const [worst] = failures.toSorted((a, b) => Number(a.isAbsent) - Number(b.isAbsent));
  if (worst === undefined) throw new RangeError('no API was asked');
  return worst.error;
}

const lossOf = (api: Api, error: SourceError): SourceError => {
  const other = BOTH.find((one) => one !== api);
  return error.reworded(
    `The vendor’s API ${api} cannot be read, so that jobs of it may be missing (\`api: ${other}\` leaves it out): ${error.message}`,
  );
};

interface Found {
  readonly api: Api;
  readonly jobs: readonly FoundJob[];
}

type Answer = Found | Failed;

interface Failed {
  readonly api: Api;
  readonly error: SourceError;
  /** There is no such API, as far as this answer tells. */
  readonly isAbsent: boolean;
}

async function answerOf(api: Api, asked: ReturnType<Ask>): Promise<Answer> {
  let isOpen = false;
  try {
    const readRest = await asked;
    isOpen = true;
    return { api, jobs: await readRest() };
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
    return { api, error, isAbsent: !isOpen && saysAbsent(error) };
  }
}

/** Statuses of an address at which nothing answers (docs/vendors/huawei-servicestage.md#two-apis). */
const NOTHING_THERE: readonly (number | null)[] = [404, 405, 410, 501];

export const saysAbsent = ({ code, upstreamStatus }: SourceError): boolean =>
  code === 'NOT_FOUND' || NOTHING_THERE.includes(upstreamStatus);

function remarkOn(api: Api, answers: readonly Answer[]): string {
  const answer = answers.find((one) => one.api === api);
  if (answer === undefined || ('error' in answer && answer.isAbsent)) return `${api} is not there`;
  return 'error' in answer ? `${api} fails` : `${api} has ${countOf(answer.jobs)}`;
}

export function countOf(jobs: readonly FoundJob[]): string {
  const { size } = new Set(jobs.map(({ key }) => key));
  return size === 1 ? '1 job' : `${size} jobs`;
}
