import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { GraphQLParams } from 'graphql-yoga';
import type { Refusal } from '../../access/caller.ts';
import { stackOf } from '../../model/stack-of.ts';
import type { Log } from '../../observe/log/log.ts';
import { redact } from '../../secrets/redact.ts';
import { type Answer, refusalAnswer, refusalError } from '../answer.ts';
import { UNEXPECTED } from '../mask-error.ts';
import { isWhole } from '../media-types.ts';
import { type KnownOperations, namedOperation } from '../operation/known-operations.ts';
import type { RunOperation } from '../operation/run-operation.ts';
import { PATHS } from '../routes.ts';
import type { TakeIn } from '../take-in.ts';
import type { HandedOver, Library, LibraryOptions } from './library.ts';
import { NodeRequest, send, urlOf } from './node-request.ts';
import { LARGE, type ReadBody } from './read-body.ts';

export interface ListenerOptions {
  readonly takeIn: TakeIn;
  readonly readBody: ReadBody;
  readonly runOperation: RunOperation;
  readonly knownOperations: KnownOperations | null;
  /** Loads it. */
  readonly library: () => Promise<Library>;
  readonly onAnswer: LibraryOptions['onAnswer'];
  /** Of all answers. */
  readonly headers: Readonly<Record<string, string>>;
  /** Whether the library does all of a request: what pages of other origins may read, it says by itself. */
  readonly isForLibrary: (incoming: IncomingMessage) => boolean;
  readonly log: Log;
}

/**
 * Takes requests from `node:http`, and answers all that is usual about them: a plain POST without the library's way in and out,
 * which costs more than a small query. The library does the rest, and what is not simply data: it is handed over with what has
 * become of it.
 */
export function createListener(options: ListenerOptions): RequestListener {
  const { takeIn, readBody, runOperation, knownOperations, library, onAnswer, isForLibrary, log } = options;

  const hasHeaders = Object.keys(options.headers).length > 0;

  async function answer(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const url = urlOf(incoming.url ?? '');
    if (url === null) return send(outgoing, refusalAnswer(NO_PATH));
    if (incoming.httpVersion === '1.1' && incoming.headers.host === undefined)
      return send(outgoing, refusalAnswer(NO_HOST));
    const asked = new NodeRequest(incoming, outgoing, url);
    if (isForLibrary(incoming)) return (await library()).answer(asked, null);
    const taken = takeIn(asked);
    const early = taken instanceof Promise ? await taken : taken;
    if (early !== null) return end(asked, early);
    const handedOver = isPlainPost(incoming) ? await plainPost(asked) : NOT_READ;
    if (handedOver !== null) return (await library()).answer(asked, handedOver);
  }

  /** `null`: it is answered. */
  async function plainPost(asked: NodeRequest): Promise<HandedOver | null> {
    const body = await readBody(asked);
    if (!Buffer.isBuffer(body)) return refusedBy(body);
    asked.body = body.toString();
    const params = paramsOf(asked.body, knownOperations);
    if (params === null) return { body, outcome: null };
    // To check what was long to parse takes long as well: others come between.
    if (body.length > LARGE) await nextTurn();
    const outcome = await runOperation(asked, params, asked);
    const [type] = asked.types;
    if (outcome.text === null || !isWhole(type)) return { body, outcome };
    end(asked, { status: 200, headers: { 'Content-Type': `${type}; charset=utf-8` }, body: outcome.text });
    return null;
  }

  function end(asked: NodeRequest, { status, headers, body }: Answer): void {
    onAnswer(asked, status);
    send(asked.outgoing, {
      status,
      headers: hasHeaders ? { ...headers, ...options.headers } : headers,
      body,
    });
  }

  return (incoming, outgoing) => {
    answer(incoming, outgoing).catch((error: unknown) => {
      if (outgoing.destroyed) return;
      log({ level: 'error', event: 'unexpected-error', reason: redact(stackOf(error)) });
      send(outgoing, refusalAnswer(DEFECT));
    });
  };
}

/** What has become of a request that the library reads. */
const NOT_READ: HandedOver = { body: null, outcome: null };

/** The library tells it, in the type that the client takes. */
const refusedBy = (refusal: Refusal): HandedOver => ({
  body: null,
  outcome: { result: { errors: [refusalError(refusal)] }, text: null },
});

const CONTENT_TYPES: readonly string[] = [
  'application/json',
  'application/json; charset=utf-8',
  'application/json;charset=utf-8',
  'application/json;charset=UTF-8',
  'application/json; charset=UTF-8',
];

/** Whether it is what nearly all clients send: JSON of a known length, posted to GraphQL. */
const isPlainPost = ({ method, url, headers }: IncomingMessage): boolean =>
  method === 'POST' &&
  url === PATHS.graphql &&
  headers['content-length'] !== undefined &&
  headers['content-encoding'] === undefined &&
  CONTENT_TYPES.includes(headers['content-type'] ?? '');

const PARAMS: readonly string[] = ['query', 'variables', 'operationName', 'extensions'];

/** `null`: it is not what the parameters of one operation ought to be; the library says what is wrong with it. */
function paramsOf(body: string, known: KnownOperations | null): GraphQLParams | null {
  try {
    const given: unknown = JSON.parse(body);
    if (!isObject(given)) return null;
    const params = known === null ? given : namedOperation(given, known);
    return isWellFormed(params) ? params : null;
  } catch {
    return null;
  }
}

function isWellFormed(params: GraphQLParams): boolean {
  for (const name in params) if (!PARAMS.includes(name)) return false;
  const { query, variables = null, extensions = null } = params;
  return (
    typeof query === 'string' &&
    (variables === null || isObject(variables)) &&
    (extensions === null || isObject(extensions))
  );
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

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
