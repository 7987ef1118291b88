import type { ExecutionResult, GraphQLError } from 'graphql';
import { isAsyncIterable, WrittenData } from '../../execution/values.ts';
import { tooCostly } from '../../limits/too-costly.ts';
import type { OperationOutcome } from '../../observe/operations.ts';
import type { Asked } from '../asked.ts';
import type { ServerContext } from '../server-context.ts';
import { eachPart, isAbort } from './each-part.ts';
import type { Outcome, Part, Result } from './outcome.ts';
import { withoutSuggestion } from './schema-privacy.ts';

/** How an operation went, for those who observe it. */
export interface Ending {
  readonly outcome: OperationOutcome;
  /** Of its errors, each once. */
  readonly codes: readonly string[];
}

export interface Completing {
  readonly context: ServerContext;
  readonly maySeeSchema: boolean;
  /** What the client may see of an error. */
  readonly maskError: (error: unknown) => GraphQLError;
  /** Bytes that an answer, or a part of one, may have. */
  readonly answerBytes: number;
  /** Its signal aborts when nobody waits for the answer any more, or when its time is over. */
  readonly asked: Pick<Asked, 'signal'>;
  /** Called when nothing more comes; more calls mean nothing. */
  readonly onEnd: (ending: Ending) => void;
}

/** All that happens to a result before it is sent. */
export function complete(result: Result, completing: Completing): Outcome | Promise<Outcome> {
  if (isAsyncIterable(result)) return { result: inParts(result, completing), text: null };
  const { explain } = completing.context;
  if (!explain) return whole(result, completing);
  return explain().then((told) => {
    const extensions = { ...result.extensions, explain: told };
    return whole({ ...result, extensions }, completing);
  });
}

function whole(given: ExecutionResult, { context, onEnd, answerBytes, ...seen }: Completing): Outcome {
  const result = withErrors(given, [...errorsIn(given), ...context.reportErrors], seen);
  const isPlain = isDataAlone(result);
  const text = isPlain ? `{"data":${written(result.data)}}` : textOf(result);
  const error = tooLarge(text, answerBytes);
  if (error !== null) {
    onEnd(endingOf(null, [error]));
    return { result: { errors: [error] }, text: null };
  }
  onEnd(endingOf(result.data, errorsIn(result)));
  return isPlain ? { result, text, freshMs: context.freshMs?.() ?? 0 } : { result, text: null };
}

/** As JSON; data that is written already is not read again. */
export const textOf = (result: ExecutionResult): string =>
  `{${Object.entries(result)
    .filter(([, value]) => value !== undefined && typeof value !== 'function')
    .map(([key, value]) => `"${key}":${written(value)}`)
    .join()}}`;

/**
 * Each failure that a resolver reports stands beside the first part that could know of it. Who takes no more parts may never say
 * so, so the operation ends when its signal says it as well.
 */
function inParts(parts: AsyncIterable<Part>, completing: Completing): AsyncIterable<Part> {
  const { context, onEnd, answerBytes, maskError, asked } = completing;
  const seen: GraphQLError[] = [];
  let told = 0;
  let data: unknown;
  onAbort(asked.signal, (reason) =>
    onEnd(isAbort(reason) ? ABORTED : endingOf(data, [...seen, maskError(reason)])),
  );
  return eachPart(parts, {
    change: (part) => {
      const reported = context.reportErrors.slice(told);
      told += reported.length;
      const changed = withReported(part, reported, completing);
      const error = tooLarge(JSON.stringify(changed), answerBytes);
      if (error !== null) throw error;
      data ??= part.data;
      seen.push(...errorsIn(changed), ...(changed.incremental ?? []).flatMap(errorsIn));
      return changed;
    },
    fail: (thrown) => {
      const error = maskError(thrown);
      seen.push(error);
      return { errors: [error], hasNext: false };
    },
    end: () => onEnd(endingOf(data, seen)),
  });
}

function onAbort(signal: AbortSignal, end: (reason: unknown) => void): void {
  if (signal.aborted) end(signal.reason);
  else signal.addEventListener('abort', () => end(signal.reason), { once: true });
}

type Seen = Pick<Completing, 'maySeeSchema' | 'maskError'>;

/** Of a later part clients read only what stands within `incremental`. */
function withReported(part: Part, reported: readonly GraphQLError[], seen: Seen): Part {
  if (part.incremental === undefined) return withErrors(part, [...errorsIn(part), ...reported], seen);
  const incremental = part.incremental.map((one, i) =>
    withErrors(one, [...errorsIn(one), ...(i === 0 ? reported : [])], seen),
  );
  return withErrors({ ...part, incremental }, errorsIn(part), seen);
}

function withErrors<R extends ExecutionResult>(
  result: R,
  errors: readonly GraphQLError[],
  { maySeeSchema, maskError }: Seen,
): R {
  if (errors.length === 0) return result;
  const shown = maySeeSchema ? errors : errors.map(withoutSuggestion);
  return { ...result, errors: shown.map(maskError) };
}

const errorsIn = ({ errors = [] }: ExecutionResult): readonly GraphQLError[] => errors;

const WELL: Ending = { outcome: 'ok', codes: [] };
const ABORTED: Ending = { outcome: 'aborted', codes: [] };

/** How an operation went of which no result came. `errors`: what the client may see of it. */
export const endingWithout = (reason: unknown, errors: readonly GraphQLError[]): Ending =>
  isAbort(reason) ? ABORTED : endingOf(null, errors);

function endingOf(data: unknown, errors: readonly GraphQLError[]): Ending {
  if (errors.length === 0) return WELL;
  const codes = errors.map(({ extensions }) => String(extensions['code']));
  return { outcome: data ? 'partial' : 'error', codes: [...new Set(codes)] };
}

function isDataAlone(result: ExecutionResult): boolean {
  for (const key in result) if (key !== 'data') return false;
  return 'data' in result;
}

const written = (data: unknown): string => (data instanceof WrittenData ? data.json : JSON.stringify(data));

/** `null`: it is not. Letters take three bytes at most, and one mostly. */
function tooLarge(text: string, allowed: number): GraphQLError | null {
  if (3 * text.length <= allowed) return null;
  const spent = Buffer.byteLength(text);
  if (spent <= allowed) return null;
  const what = `The answer has ${spent} bytes, and ${allowed} are allowed: ask for fewer rows or fields`;
  return tooCostly(what, 'answerBytes', { limit: 'server.limits.answerBytes', spent, allowed });
}
