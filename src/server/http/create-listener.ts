import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { sendNodeResponse } from '@whatwg-node/server';
import { stackOf } from '../../model/stack-of.ts';
import type { Log } from '../../observe/log/log.ts';
import { redact } from '../../secrets/redact.ts';
import { UNEXPECTED } from '../mask-error.ts';
import type { ServerPlugin } from '../server-plugin.ts';
import { PATHS } from '../use-routes.ts';
import { callerOf, urlOf } from './caller.ts';
import type { HandedOver } from './handed-over.ts';
import type { Library } from './library.ts';
import { createPlainPost } from './plain-post.ts';
import { type Refusal, refuse } from './refusal.ts';
import { hooksOf } from './run-hooks.ts';
import type { SharedOperations } from './shared-operations.ts';

export interface ListenerOptions {
  readonly yoga: Library;
  readonly plugins: readonly ServerPlugin[];
  readonly handedOver: HandedOver;
  readonly shared: SharedOperations;
  /** Bytes that a body may have. */
  readonly bodyLimit: number;
  readonly log: Log;
  readonly takesShortWay: (incoming: IncomingMessage) => boolean;
}

/** Takes requests from `node:http`: the plain ones by the short way, all others through the library. */
export function createListener(options: ListenerOptions): RequestListener {
  const { yoga, plugins, handedOver, shared, bodyLimit, log, takesShortWay } = options;
  const hooks = hooksOf(plugins, yoga);
  const answerPlainPost = createPlainPost({ yoga, hooks, handedOver, shared });

  async function answer(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const url = urlOf(incoming.url ?? '');
    if (url === null) return refuse(outgoing, NO_PATH);
    if (incoming.httpVersion === '1.1' && incoming.headers.host === undefined)
      return refuse(outgoing, NO_HOST);
    const caller = callerOf(incoming, outgoing, url, bodyLimit, yoga.fetchAPI);
    const context = { req: incoming, res: outgoing, waitUntil: yoga.waitUntil };
    const { response, text } = takesShortWay(incoming)
      ? await answerPlainPost(caller)
      : { response: await yoga.handleRequest(caller.request, context), text: null };
    if (text === null) await sendNodeResponse(response, outgoing, incoming, true);
    else if (!outgoing.destroyed) outgoing.writeHead(response.status, headersOf(response)).end(text);
  }

  return (incoming, outgoing) => {
    answer(incoming, outgoing).catch((error: unknown) => {
      log({ level: 'error', event: 'unexpected-error', reason: redact(stackOf(error)) });
      refuse(outgoing, DEFECT);
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

/** Head and body go out in one piece. */
const headersOf = ({ headers }: Response): Record<string, string> => Object.fromEntries(headers);
