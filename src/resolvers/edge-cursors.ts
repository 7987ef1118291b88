import { setImmediate } from 'node:timers/promises';
import type { JobEdge } from '../connection/page/job-page.ts';
import { SourceError } from '../model/source-error.ts';
import { toGraphQLError } from './errors.ts';

/** A longer one is of so many lists that it takes milliseconds to put together. */
const LONG = 8_192;

/**
 * Edges whose cursors fit into one answer: each knows all lists, so those of thousands of lists may be longer together than any
 * answer, and take seconds. What would be too long is refused before it is made.
 *
 * @param allowed the bytes that an answer may have
 */
export function edgesWithin(edges: readonly JobEdge[], allowed: number): readonly JobEdge[] {
  const cursors = new EdgeCursors(edges.length, allowed);
  return edges.map((edge) => ({ ...edge, cursor: () => cursors.of(edge) }));
}

class EdgeCursors {
  readonly #edges: number;
  readonly #allowed: number;
  /** Of the cursor that was asked for first: the others are about as long. */
  #length: Promise<number> | null = null;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(edges: number, allowed: number) {
    this.#edges = edges;
    this.#allowed = allowed;
  }

  async of(edge: JobEdge): Promise<string> {
    this.#length ??= this.#measured(edge);
    const length = await this.#length;
    if (length > LONG) await this.#ownTurn();
    return (await edge.cursor()) ?? '';
  }

  async #measured({ cursor }: JobEdge): Promise<number> {
    const { length } = (await cursor()) ?? '';
    if (length * this.#edges > this.#allowed) throw tooLong(length, this.#edges, this.#allowed);
    return length;
  }

  /** One in each turn of the event loop: nobody else waits for all of them. */
  #ownTurn(): Promise<unknown> {
    this.#turn = this.#turn.then(() => setImmediate());
    return this.#turn;
  }
}

function tooLong(length: number, edges: number, allowed: number): Error {
  const spent = length * edges;
  const message =
    `The cursors of ${edges} edges have about ${spent} bytes, for each tells of thousands of lists, and an answer may have ${allowed} ` +
    '(`server.limits.answerBytes`). Leave out `edges { cursor }` and go on with `pageInfo { endCursor }`, ' +
    `or ask for ${Math.max(1, Math.floor((0.9 * allowed) / length))} rows at most.`;
  const spending = { limit: 'server.limits.answerBytes', spent, allowed };
  return toGraphQLError(
    new SourceError({ code: 'OPERATION_TOO_COSTLY', message, retryable: false, spending }),
    null,
  );
}
