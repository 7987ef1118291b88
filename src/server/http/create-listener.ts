import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { sendNodeResponse } from '@whatwg-node/server';
import type { Refusal } from '../../access/caller.ts';
import { stackOf } from '../../model/stack-of.ts';
import type { Log } from '../../observe/log/log.ts';
import { redact } from '../../secrets/redact.ts';
import { type Answer, refusalAnswer, send } from '../answer.ts';
import { UNEXPECTED } from '../mask-error.ts';
import { PATHS } from '../routes.ts';
import type { HandedOver, Library, LibraryOptions } from './library.ts';
import { NodeRequest, urlOf } from './node-request.ts';
import { isPlainPost } from './plain-post.ts';

export interface ListenerOptions {
  readonly library: Library;
  /** `null`: there is no short way. */
  readonly plainPost: ((asked: NodeRequest) => Promise<Answer | HandedOver>) | null;
  readonly onAnswer: LibraryOptions['onAnswer'];
  /** Of all answers. */
  readonly headers: Readonly<Record<string, string>>;
  readonly log: Log;
}

/** Takes requests from `node:http`: the plain ones by the short way, all others through the library. */
export function createListener(options: ListenerOptions): RequestListener {
  const { library, plainPost, onAnswer, log } = options;

  async function answer(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const url = urlOf(incoming.url ?? '');
    if (url === null) return send(outgoing, refusalAnswer(NO_PATH));
    if (incoming.httpVersion === '1.1' && incoming.headers.host === undefined)
      return send(outgoing, refusalAnswer(NO_HOST));
    const asked = new NodeRequest(incoming, outgoing, url);
    const known = plainPost !== null && isPlainPost(incoming) ? await plainPost(asked) : null;
    if (known !== null && 'status' in known) {
      onAnswer(asked, known.status);
      return send(outgoing, { ...known, headers: { ...known.headers, ...options.headers } });
    }
    await sendNodeResponse(await library.answer(asked, known), outgoing, incoming, true);
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
