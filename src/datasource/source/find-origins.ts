import { CODES } from '../../model/error-codes.ts';
import type { Origin } from '../../model/job.ts';
import { SourceError } from '../../model/source-error.ts';
import type { Defects } from '../../scope/defects.ts';
import type { SourceScope } from '../../scope/request-scope.ts';
import type {
  BackendDefinition,
  NameLookup,
  OriginFields,
  StreamSpec,
} from '../contract/backend-definition.ts';
import type { Note } from '../contract/note.ts';
import type { Transport } from '../contract/transport.ts';
import { partReads } from '../paging/part-reads.ts';
import { readList } from '../paging/vendor-reader.ts';
import { canBeOrigin } from './can-be-job.ts';
import type { JobSource } from './job-source.ts';

export interface OriginFinderOptions {
  readonly sourceId: string;
  readonly definition: BackendDefinition;
  /** What is read for one operation at this source. */
  readonly readsOf: (scope: SourceScope) => Transport;
  /** The lists that the source consists of. */
  readonly streamsOf: (scope: SourceScope) => Promise<readonly StreamSpec[]>;
}

/** What jobs hang under, and what else they refer to by an id alone. Throws `SourceError`. */
export interface OriginFinder {
  readonly list: JobSource['listOrigins'];
  readonly find: JobSource['findOrigins'];
  readonly names: JobSource['findNames'];
}

/** Asks for origins where the vendor lists them by themselves; else they are what the streams of the source belong to. */
export function createOriginFinder(options: OriginFinderOptions): OriginFinder {
  const { sourceId, definition, readsOf, streamsOf } = options;

  const toOrigin = ({ nativeId, name, kind = definition.originKind }: OriginFields): Origin => ({
    sourceId,
    kind,
    nativeId,
    name,
  });

  async function list(scope: SourceScope): Promise<readonly Origin[]> {
    const { origins } = definition;
    const found =
      origins === undefined
        ? originsOf(await streamsOf(scope))
        : await readList(partReads(readsOf(scope), 'origins'), origins, scope, () => undefined);
    return found.map(toOrigin);
  }

  async function look(
    lookup: string,
    ids: readonly string[],
    scope: SourceScope,
  ): Promise<readonly (OriginFields | null | SourceError)[]> {
    const declared = definition.names?.[lookup];
    if (declared !== undefined) return findNamed(partReads(readsOf(scope), lookup), declared, ids, scope);
    const known = new Map((await list(scope)).map((origin) => [origin.nativeId, origin]));
    return ids.map((id) => known.get(id) ?? null);
  }

  return {
    list,
    find: async (ids, scope) => {
      const asked = ids.filter((id) => canBeOrigin(definition, id));
      const answers = asked.length === 0 ? [] : await look('origin', asked, scope);
      const found = new Map(asked.map((id, i) => [id, answers[i] ?? null]));
      return ids.map((id) => {
        const answer = found.get(id) ?? null;
        return answer === null || answer instanceof SourceError ? answer : toOrigin(answer);
      });
    },
    names: async (lookup, ids, scope) => (await look(lookup, ids, scope)).map(nameOf),
  };
}

const nameOf = (found: OriginFields | null | SourceError): string | null | SourceError =>
  found instanceof SourceError ? found : (found?.name ?? null);

/** Each once, however many streams belong to it. */
function originsOf(streams: readonly StreamSpec[]): OriginFields[] {
  const origins = streams.flatMap(({ origin }) => (origin === null ? [] : [origin]));
  return [...new Map(origins.map((origin) => [origin.nativeId, origin])).values()];
}

/**
 * What the vendor tells of things that rows only refer to, asked in bulk. One answer per id, in the ids' order; `null`: the
 * vendor has no such thing; a failure is a value.
 */
async function findNamed(
  transport: Transport,
  lookup: NameLookup,
  ids: readonly string[],
  scope: SourceScope,
): Promise<readonly (OriginFields | null | SourceError)[]> {
  const parts = chunks(ids, lookup.max).map((part) =>
    askApart(part, (some) => readNamed(transport, lookup, some, scope), scope.defects),
  );
  return (await Promise.all(parts)).flat();
}

/** One that may stand in a row that cannot be read is a failure. */
async function readNamed(
  transport: Transport,
  { listing }: NameLookup,
  ids: readonly string[],
  scope: SourceScope,
): Promise<readonly (OriginFields | null | SourceError)[]> {
  const notes: Note[] = [];
  const rows = await readList(transport, listing(ids), scope, (note) => notes.push(note), {
    most: ids.length,
  });
  const found = new Map(rows.map((row) => [row.nativeId, row]));
  const unread = notes.find(({ losesRows }) => losesRows)?.error ?? null;
  return ids.map((id) => found.get(id) ?? unread);
}

/** So many parts that all fail, in one round, say that the keys are not to blame. */
const MOST_IN_VAIN = 16;

/** Some of the keys, by their places: from `from` on, before `to`. */
interface Part {
  readonly from: number;
  readonly to: number;
}

/**
 * Asks for many things at once. Where that fails for what may be one key's fault, a defect or an answer that is about this
 * very question, asks for each half by itself, round by round: one thing that cannot be asked for costs the others nothing.
 * One answer per key, in the keys' order; a failure is a value.
 */
export async function askApart<Key, Answer>(
  keys: readonly Key[],
  ask: (keys: readonly Key[]) => Promise<readonly Answer[]>,
  defects: Defects,
): Promise<readonly (Answer | SourceError)[]> {
  const answers: (Answer | SourceError)[] = [];
  const attempt = async ({ from, to }: Part): Promise<boolean> => {
    try {
      for (const [i, answer] of (await ask(keys.slice(from, to))).entries()) answers[from + i] = answer;
      return true;
    } catch (error) {
      answers.fill(defects.asSourceError(error), from, to);
      return !mayBeOneKeys(error);
    }
  };
  answers.length = keys.length;
  let parts: readonly Part[] = [{ from: 0, to: keys.length }];
  while (parts.length > 0) {
    const areDone = await Promise.all(parts.map(attempt));
    const isInVain = parts.length >= MOST_IN_VAIN && !areDone.includes(true);
    parts = isInVain ? [] : parts.filter((_, i) => areDone[i] === false).flatMap(halved);
  }
  return answers;
}

const mayBeOneKeys = (error: unknown): boolean =>
  !(error instanceof SourceError) || CODES[error.code].isOfRequest;

/** A single key has no halves. */
function halved({ from, to }: Part): Part[] {
  const middle = Math.ceil((from + to) / 2);
  return to - from <= 1
    ? []
    : [
        { from, to: middle },
        { from: middle, to },
      ];
}

/** The items in parts of at most `size`, in their order. */
export const chunks = <T>(items: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, i) => items.slice(i * size, (i + 1) * size));
