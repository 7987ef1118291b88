import { SourceError } from '../model/source-error.ts';
import type { StreamSpec } from './contract.ts';
import type { Note } from './note.ts';
import type { ReadContext } from './transport.ts';

export interface Discovered {
  readonly streams: readonly StreamSpec[];
  readonly notes: readonly Note[];
}

interface Entry extends Discovered {
  readonly at: number;
}

export interface DiscoveryOptions {
  /** `context`: of the one who asks, first of all who wait. */
  readonly discover: (context: ReadContext, note: (note: Note) => void) => Promise<readonly StreamSpec[]>;
  /** How long a list is good for. */
  readonly freshMs: number;
  readonly now: () => number;
}

/** What a source consists of: asked for once however many wait, kept for a while, and kept longer while it cannot be had anew. */
export interface Discovery {
  /** Throws `SourceError` where there is no list at all. */
  readonly current: (context: ReadContext) => Promise<Discovered>;
  /** What is known without asking. */
  readonly known: () => readonly StreamSpec[];
  /** Asks anew next time. */
  readonly invalidate: () => void;
}

export function createDiscovery(options: DiscoveryOptions): Discovery {
  let last: Entry | null = null;
  let isStale = false;
  let running: Promise<Discovered> | null = null;

  async function refresh(context: ReadContext): Promise<Discovered> {
    const notes: Note[] = [];
    // What turns out to be wrong from now on is not mended by a list that was asked for before.
    isStale = false;
    try {
      const streams = await options.discover(context, (note) => notes.push(note));
      // What cannot be read now may be what was there before: its rows must not go with it.
      const before = notes.some(({ losesRows }) => losesRows) ? (last?.streams ?? []) : [];
      last = { streams: distinct([...before, ...streams]), notes, at: options.now() };
      return last;
    } catch (error) {
      isStale = true;
      if (last === null || !(error instanceof SourceError)) throw error;
      return { streams: last.streams, notes: [...last.notes, staleNote(error, options.now() - last.at)] };
    } finally {
      running = null;
    }
  }

  return {
    current: async (context) => {
      if (last !== null && !isStale && options.now() - last.at < options.freshMs) return last;
      running ??= refresh(context);
      return running;
    },
    known: () => last?.streams ?? [],
    invalidate: () => {
      isStale = true;
    },
  };
}

const distinct = (streams: readonly StreamSpec[]): StreamSpec[] => [
  ...new Map(streams.map((stream) => [stream.key, stream])).values(),
];

function staleNote(error: SourceError, ageMs: number): Note {
  const age = Math.round(ageMs / 1000);
  const message = `What the source consists of was last listed ${age} s ago and cannot be listed anew: ${error.message}`;
  return { error: error.reworded(message), losesRows: false };
}
