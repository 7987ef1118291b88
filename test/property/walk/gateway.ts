import {
  type CursorCodec,
  createCursorCodec,
  createCursorSigner,
} from '../../../src/connection/cursor/cursor-codec.ts';
import type { WalkState } from '../../../src/connection/cursor/walk-state.ts';
import type { JobPage } from '../../../src/connection/page/job-page.ts';
import { AllSourcesFailed, readJobPage } from '../../../src/connection/page/read-job-page.ts';
import type { Transport } from '../../../src/datasource/contract/transport.ts';
import { NO_HINT } from '../../../src/datasource/feed/hint.ts';
import { createJobSource } from '../../../src/datasource/source/create-job-source.ts';
import type { JobSource } from '../../../src/datasource/source/job-source.ts';
import { RequestScope } from '../../../src/scope/request-scope.ts';
import { modelDefinition } from '../world/model-definition.ts';
import { modelTransport } from '../world/model-transport.ts';
import { rememberingTransport } from '../world/remembering-transport.ts';
import type { World } from '../world/world.ts';

export interface PageRequest {
  readonly size: number;
  readonly isForward: boolean;
  readonly after?: string | null;
  readonly before?: string | null;
  /** Whether the whole list is counted. */
  readonly counts?: boolean;
  /** Cursors come without what one that has grown too long leaves out. */
  readonly losesHints?: boolean;
}

const DEADLINE_MS = 5_000;
const WHOLE_ROWS = 10_000;

/** The engine over the vendors of a world, without HTTP. */
export class Gateway {
  readonly #world: World;
  readonly #codec: CursorCodec;
  readonly #transports: readonly Transport[];
  readonly #deadlineMs: number;
  #sources: readonly JobSource[];

  constructor(world: World, beforeAnswer: () => void = () => undefined, deadlineMs = DEADLINE_MS) {
    const { drawn, random, vendors } = world;
    this.#world = world;
    this.#deadlineMs = deadlineMs;
    const signer = createCursorSigner('a key for tests, long enough');
    this.#codec = createCursorCodec(signer, drawn.order, drawn.filter);
    this.#transports = vendors.map((vendor) => {
      const transport = modelTransport(vendor, random, beforeAnswer);
      return drawn.remembers ? rememberingTransport(transport, random) : transport;
    });
    this.#sources = this.#open();
  }

  /** What it knew of the vendors is gone. */
  restart(): void {
    this.#sources = this.#open();
  }

  /** `null`: no source could answer. */
  async page({ losesHints = false, counts = false, ...request }: PageRequest): Promise<JobPage | null> {
    const { filter, order, limits } = this.#world.drawn;
    try {
      return await readJobPage({
        sources: this.#sources,
        filter,
        order,
        limits,
        counts,
        codec: this.#codec,
        size: request.size,
        isForward: request.isForward,
        after: this.#decode(request.after, losesHints),
        before: this.#decode(request.before, losesHints),
        scope: new RequestScope({ client: new AbortController() }),
      });
    } catch (error) {
      if (error instanceof AllSourcesFailed) return null;
      throw error;
    }
  }

  /** A cursor without the least count that it carries, which depends on what was read by then. */
  placeOf(cursor: string | null): string | null {
    return cursor === null
      ? null
      : this.#codec.encode({ ...this.#codec.decode(cursor, 'after'), atLeast: 0 });
  }

  #decode(cursor: string | null | undefined, losesHints: boolean): WalkState | null {
    if (cursor === null || cursor === undefined) return null;
    const state = this.#codec.decode(cursor, 'after');
    return losesHints ? withoutHints(state) : state;
  }

  #open(): JobSource[] {
    const { drawn, vendors } = this.#world;
    return vendors.map((vendor, i) => {
      const transport = this.#transports[i];
      if (transport === undefined) throw new RangeError('Each vendor has a transport.');
      return createJobSource({
        id: vendor.id,
        definition: modelDefinition(vendor),
        transport,
        deadlineMs: this.#deadlineMs,
        discoveryMs: drawn.discoveryMs,
        shareMs: 0,
        wholeRows: WHOLE_ROWS,
        health: () => ({ state: 'UNKNOWN', lastError: null, lastCheckedAt: null, failingSince: null }),
        now: () => this.#world.now,
      });
    });
  }
}

/** What a cursor that has grown too long leaves out. */
const withoutHints = (state: WalkState): WalkState => ({
  ...state,
  hints: new Map([...state.hints].map(([mark, { slack, whole }]) => [mark, { ...NO_HINT, slack, whole }])),
});
