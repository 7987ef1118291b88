import type { SourceScope } from '../../scope/request-scope.ts';
import type { GoodReply, Transport, VendorRequest } from '../contract/transport.ts';

/**
 * A transport for one reading of one list, which never goes back in time: no answer is older than the one before it, and what
 * is asked again is asked anew. Answers that come from a cache, or were asked for by others, could else contradict each
 * other: a page that a row has just been pushed out of, and an older answer that says that nothing follows it.
 */
export class MonotonicReads implements Transport {
  readonly #transport: Transport;
  #first: VendorRequest | null = null;
  /** Made with the second question: most readings put one. */
  #questions: Set<string> | null = null;
  #newest = 0;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  async send(request: VendorRequest, scope: SourceScope): Promise<GoodReply> {
    const asked = this.#first === null ? request : this.#following(request);
    this.#first ??= request;
    const reply = await this.#transport.send(asked, scope);
    this.#newest = Math.max(this.#newest, reply.asked);
    return reply;
  }

  partition(scope: SourceScope): string {
    return this.#transport.partition(scope);
  }

  secrets(scope?: SourceScope): readonly string[] {
    return this.#transport.secrets(scope);
  }

  close(): Promise<void> {
    return this.#transport.close();
  }

  /** As a question that is not the first one is put. */
  #following(request: VendorRequest): VendorRequest {
    const since = this.#isRepeated(request) ? Number.POSITIVE_INFINITY : this.#newest;
    return { ...request, since: Math.max(since, request.since ?? 0), goesOn: true };
  }

  #isRepeated(request: VendorRequest): boolean {
    this.#questions ??= new Set(this.#first === null ? [] : [questionOf(this.#first)]);
    const question = questionOf(request);
    const isRepeated = this.#questions.has(question);
    this.#questions.add(question);
    return isRepeated;
  }
}

const questionOf = ({ path, query }: VendorRequest): string => JSON.stringify([path, query]);

/** A transport whose answers are all asked for anew: for what is kept elsewhere than in its cache. `onAnswer`: told of each. */
export const newestReads = (transport: Transport, onAnswer: () => void = () => undefined): Transport => ({
  send: async (request, scope) => {
    const reply = await transport.send({ ...request, since: Number.POSITIVE_INFINITY }, scope);
    onAnswer();
    return reply;
  },
  partition: (scope) => transport.partition(scope),
  secrets: (scope) => transport.secrets(scope),
  close: () => transport.close(),
});
