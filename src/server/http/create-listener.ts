import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { Refusal } from '../../access/caller.ts';
import { stackOf } from '../../model/stack-of.ts';
import type { Log } from '../../observe/log/log.ts';
import { redact } from '../../secrets/redact.ts';
import { type Answer, refusalAnswer, send } from '../answer.ts';
import { UNEXPECTED } from '../mask-error.ts';
import { PATHS } from '../routes.ts';
import type { TakeIn } from '../take-in.ts';
import type { HandedOver, Library, LibraryOptions } from './library.ts';
import { NodeRequest, urlOf } from './node-request.ts';
import { isPlainPost } from './plain-post.ts';

export interface ListenerOptions {
  readonly takeIn: TakeIn;
  readonly plainPost: (asked: NodeRequest) => Promise<Answer | HandedOver>;
  /** Loads it. */
  readonly library: () => Promise<Library>;
  readonly onAnswer: LibraryOptions['onAnswer'];
  /** Of all answers. */
  readonly headers: Readonly<Record<string, string>>;
  /** Whether the library does all of a request: what pages of other origins may read, it says by itself. */
  readonly isForLibrary: (incoming: IncomingMessage) => boolean;
  readonly log: Log;
}

/** Takes requests from `node:http`, and answers all that is usual about them; the library does the rest. */
export function createListener(options: ListenerOptions): RequestListener {
  const { takeIn, plainPost, library, onAnswer, isForLibrary, log } = options;

  async function answer(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const url = urlOf(incoming.url ?? '');
    if (url === null) return send(outgoing, refusalAnswer(NO_PATH));
    if (incoming.httpVersion === '1.1' && incoming.headers.host === undefined)
      return send(outgoing, refusalAnswer(NO_HOST));
    const asked = new NodeRequest(incoming, outgoing, url);
    const known = isForLibrary(incoming) ? null : await shortWay(asked);
    if (known === null || 'outcome' in known) return (await library()).answer(asked, known);
    onAnswer(asked, known.status);
    send(outgoing, { ...known, headers: { ...known.headers, ...options.headers } });
  }

  async function shortWay(asked: NodeRequest): Promise<Answer | HandedOver> {
    const early = await takeIn(asked);
    if (early !== null) return early;
    return isPlainPost(asked.incoming) ? plainPost(asked) : { body: null, outcome: null };
  }

  return (incoming, outgoing) => {
    answer(incoming, outgoing).catch((error: unknown) => {
      if (outgoing.destroyed) return;
      log({ level: 'error', event: 'unexpected-error', reason: redact(stackOf(error)) });
      send(outgoing, refusalAnswer(DEFECT));
    });
  };
}

const NO_PATH: Refusal = {
  status: 400,
  code: 'BAD_USER_INPUT',
  message: `The target of the request is no path; GraphQL is at ${PATHS.graphql}.`,
};

const NO_HOST: Refusal = {
  status: 400,
  code: 'BAD_USER_INPUT',
  message: 'The request has no header `Host`.',
};

const DEFECT: Refusal = { status: 500, code: 'INTERNAL_SERVER_ERROR', message: UNEXPECTED };
