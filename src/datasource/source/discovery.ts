import { SourceError } from '../../model/source-error.ts';
import { abortable, deadline, lateError } from '../../scope/abort.ts';
import { Budget } from '../../scope/ledger.ts';
import type { SourceScope } from '../../scope/request-scope.ts';
import { Silence } from '../../scope/silence.ts';
import type { StreamSpec } from '../contract/backend-definition.ts';
import type { Note } from '../contract/note.ts';

export interface Discovered {
  readonly streams: readonly StreamSpec[];
  readonly notes: readonly Note[];
  /** `false`: the list is an old one, or part of it could not be read. What has come since is missing, and nobody knows what. */
  readonly isComplete: boolean;
  /** What was found, for people who check the source. */
  readonly remarks: readonly string[];
}

interface Entry extends Discovered {
  readonly at: number;
}

/** One discovery under way, for all who wait. */
interface Flight {
  readonly found: Promise<Discovered>;
  readonly controller: AbortController;
  /** Aborts when those who have an old list have waited long enough, all of them together. */
  readonly patience: AbortSignal;
  /** When the last answer came, or it was begun, in milliseconds since 1970. */
  readonly heardAt: () => number;
  waiting: number;
}

interface Rest {
  readonly because: SourceError;
  readonly until: number;
}

/** Who discovers, and whom it tells. */
export interface Asker {
  /** Of the one who asks, first of all who wait, but with a signal, a deadline and a budget of its own. */
  readonly scope: SourceScope;
  readonly note: (note: Note) => void;
  readonly remark: (text: string) => void;
  /** An answer has come: thousands of them may be needed, and may take their time. */
  readonly onAnswer: () => void;
}

export interface DiscoveryOptions {
  readonly discover: (asker: Asker) => Promise<readonly StreamSpec[]>;
  /** How long a list is good for. */
  readonly freshMs: number;
  /** How long a new list is waited for before the last one must do, counted from when it was asked for. */
  readonly patienceMs: number;
  /** How long the vendor may give no answer at all. */
  readonly silenceMs: number;
  /** How long one page waits: where nothing has come for so long, no further one does. */
  readonly pageMs: number;
  /** How long it is not tried again, at least, after a try that was dear and would fail again. */
  readonly restMs: number;
  readonly now: () => number;
  /** How many streams stay known at most that the vendor tells of no more. */
  readonly remembers: number;
}

/** Which lists a source consists of: asked for once for all who wait, kept for a while, and longer if a new answer cannot be had. */
export interface Discovery {
  /** Throws `SourceError` where there is no list at all. */
  readonly current: (scope: SourceScope) => Promise<Discovered>;
  /** What is known without asking. */
  readonly known: () => readonly StreamSpec[];
  /** Asks again next time. */
  readonly invalidate: () => void;
  /** A stream has nothing any more: once the vendor does not tell of it, it is not remembered. */
  readonly forget: (key: string) => void;
}

/** No discovery takes so much: a vendor whose answers always lead to others would be asked for ever. */
const MOST_HEARD = { answers: 20_000, ms: 60 * 60_000 };
/** A discovery that fails after so many answers was dear. */
const MANY_ANSWERS = 50;
/** Streams that may still be there, since the list can be read only in part, and may be so for ever. */
const MOST_UNSURE = 10_000;

export function createDiscovery(options: DiscoveryOptions): Discovery {
  let last: Entry | null = null;
  let isStale = false;
  const gone = new Set<string>();
  let flight: Flight | null = null;
  /** After a try that must not be repeated at once: why it failed, and until when. */
  let rest: Rest | null = null;

  async function refresh(scope: SourceScope, onAnswer: () => void): Promise<Discovered> {
    const startedAt = options.now();
    let answers = 0;
    const notes: Note[] = [];
    const remarks: string[] = [];
    // What turns out to be wrong from now on is not mended by a list that was asked for before.
    isStale = false;
    try {
      const streams = await options.discover({
        scope,
        note: (note) => notes.push(note),
        remark: (text) => remarks.push(text),
        onAnswer: () => {
          answers += 1;
          onAnswer();
        },
      });
      // What cannot be read now may be what was there before: its rows must not go with it.
      const isComplete = !notes.some(({ losesRows }) => losesRows);
      last = { streams: withEarlier(streams, isComplete), notes, isComplete, remarks, at: options.now() };
      return last;
    } catch (error) {
      isStale = true;
      if (!(error instanceof SourceError)) throw error;
      if (answers >= MANY_ANSWERS && !error.retryable) restAfter(error, startedAt);
      return orOld(error);
    }
  }

  /** As long as it took: so no more than half of the time goes into what fails. */
  function restAfter(error: SourceError, startedAt: number): void {
    const now = options.now();
    rest = { because: error, until: now + Math.max(options.restMs, now - startedAt) };
  }

  function orOld(error: SourceError): Discovered {
    if (last === null) throw error;
    return old(last, `fails: ${error.message}`, error);
  }

  /** What the vendor tells of now, and behind it what it told of before: first what it told of latest. */
  function withEarlier(found: readonly StreamSpec[], isComplete: boolean): StreamSpec[] {
    const current = new Set(found.map(({ key }) => key));
    const earlier = (last?.streams ?? []).filter(({ key }) => !current.has(key) && !gone.has(key));
    const room = isComplete ? options.remembers : MOST_UNSURE;
    gone.clear();
    return distinct([...found, ...earlier.slice(0, room)]);
  }

  function takeOff(scope: SourceScope): Flight {
    const controller = new AbortController();
    const silence = new Silence(options.silenceMs, MOST_HEARD);
    const own = {
      ...scope,
      isForAll: true,
      signal: AbortSignal.any([controller.signal, silence.signal]),
      // It is asked for on behalf of all, and one operation could not go on with it later.
      budget: new Budget(),
      get deadlineAt() {
        return silence.until;
      },
    };
    const found = refresh(own, () => silence.break());
    const patience = deadline(options.patienceMs);
    const heardAt = (): number => silence.until - options.silenceMs;
    const mine = { found, controller, patience: patience.signal, heardAt, waiting: 0 };
    const land = (): void => {
      silence.end();
      patience.end();
      leaveBehind(mine);
    };
    found.then(land, land);
    return mine;
  }

  function leaveBehind(mine: Flight): void {
    if (flight === mine) flight = null;
  }

  /** The request ends when the last client who waits for it hangs up. Where only the time was up, it goes on for those who come next. */
  async function join(scope: SourceScope): Promise<Discovered> {
    flight ??= takeOff(scope);
    const mine = flight;
    refuseIfSilent(mine);
    mine.waiting += 1;
    try {
      return await abortable(mine.found, scope.signal);
    } finally {
      mine.waiting -= 1;
      if (mine.waiting === 0 && hasHungUp(scope.signal)) {
        leaveBehind(mine);
        mine.controller.abort(scope.signal.reason);
      }
    }
  }

  /** A page has waited for it already, in vain. */
  function refuseIfSilent({ heardAt }: Flight): void {
    const failingSince = heardAt();
    if (Date.now() - failingSince < options.pageMs) return;
    const late = lateError(options.pageMs);
    throw new SourceError({ ...late, message: late.message, failingSince });
  }

  const old = (entry: Entry, why: string, cause: SourceError): Discovered => {
    const age = Math.round((options.now() - entry.at) / 1_000);
    const message = `The lists of this source were last discovered ${age} s ago; discovering them again ${why}`;
    return {
      streams: entry.streams,
      remarks: entry.remarks,
      notes: [...entry.notes, { error: cause.reworded(message), losesRows: false }],
      isComplete: false,
    };
  };

  /**
   * A slow discovery must not use up the time for reading: it is waited for once, and those who ask after that go on with what
   * is known.
   */
  async function joinPatiently(scope: SourceScope, entry: Entry): Promise<Discovered> {
    flight ??= takeOff(scope);
    const { patience } = flight;
    try {
      return await abortable(join(scope), patience);
    } catch (error) {
      if (!patience.aborted || error !== patience.reason) throw error;
      return old(entry, 'takes too long.', patience.reason);
    }
  }

  return {
    current: async (scope) => {
      const now = options.now();
      if (last !== null && !isStale && now - last.at < options.freshMs) return last;
      if (rest !== null && now < rest.until) return orOld(rest.because);
      return last === null ? join(scope) : joinPatiently(scope, last);
    },
    known: () => last?.streams ?? [],
    invalidate: () => {
      isStale = true;
    },
    forget: (key) => {
      gone.add(key);
    },
  };
}

const hasHungUp = ({ aborted, reason }: AbortSignal): boolean => aborted && !(reason instanceof SourceError);

const distinct = (streams: readonly StreamSpec[]): StreamSpec[] => [
  ...new Map(streams.map((stream) => [stream.key, stream])).values(),
];
