import { sendNodeResponse } from '@whatwg-node/server';
import type { GraphQLError } from 'graphql';
import { type CORSOptions, createYoga, type GraphQLParams, type Plugin } from 'graphql-yoga';
import { isAsyncIterable } from '../../execution/values.ts';
import { type Answer, refusalAnswer, refusalError } from '../answer.ts';
import { type Asked, askedBy } from '../asked.ts';
import { textOf } from '../operation/complete.ts';
import { type KnownOperations, namedOperation } from '../operation/known-operations.ts';
import type { Outcome, Result } from '../operation/outcome.ts';
import type { RunOperation } from '../operation/run-operation.ts';
import { PATHS } from '../routes.ts';
import type { TakeIn } from '../take-in.ts';
import type { NodeRequest } from './node-request.ts';
import type { ReadBody } from './read-body.ts';

export interface LibraryOptions {
  readonly takeIn: TakeIn;
  readonly readBody: ReadBody;
  readonly runOperation: RunOperation;
  readonly knownOperations: KnownOperations | null;
  readonly allowedOrigins: readonly string[];
  readonly maskError: (error: unknown) => GraphQLError;
  /** Of all answers. */
  readonly headers: Readonly<Record<string, string>>;
  readonly onAnswer: (asked: Pick<Asked, 'method' | 'path'>, status: number) => void;
}

/** What has become of a request that was taken in before it came to the library. */
export interface HandedOver {
  /** `null`: it has not been read. */
  readonly body: Buffer<ArrayBuffer> | null;
  /** `null`: the operation has not been run. */
  readonly outcome: Outcome | null;
}

/** What travels with a request through the library. */
interface Travelling {
  asked?: Asked;
  handedOver?: HandedOver | null;
}

export interface Library {
  /** Answers a request of any kind. `handedOver`: `null`: it has not been taken in yet. */
  readonly answer: (asked: NodeRequest, handedOver: HandedOver | null) => Promise<void>;
  /** Answers a request without a network. */
  readonly fetch: (url: string, init: RequestInit) => Response | Promise<Response>;
  readonly dispose: () => void | PromiseLike<void>;
}

/** The library answers any URL that ends in this with its own health check; a URL never has a blank in it. */
const NO_HEALTH_CHECK = ' ';

/** What the library has or does by itself, and is not wanted here, or is done by us. */
const TURNED_OFF = {
  batching: false,
  graphiql: false,
  healthCheckEndpoint: NO_HEALTH_CHECK,
  landingPage: false,
  logging: false,
  maxRequestBodySize: false,
  multipart: false,
  parserAndValidationCache: false,
} as const;

/**
 * The library reads requests of every kind, and writes answers of every kind: in parts, with errors, for pages of other origins.
 * What is between, and what comes before, is ours.
 */
export function createLibrary(options: LibraryOptions): Library {
  const { knownOperations, allowedOrigins, maskError, readBody } = options;
  const yoga = createYoga<Travelling>({
    cors: corsFor(allowedOrigins),
    graphqlEndpoint: PATHS.graphql,
    ...(knownOperations && { extraParamNames: ['documentId'] }),
    maskedErrors: { maskError },
    ...TURNED_OFF,
    plugins: [pluginOf(options)],
  });
  return {
    answer: async (asked, handedOver) => {
      const { Request } = yoga.fetchAPI;
      const request = new Request(asked.url, {
        method: asked.method,
        headers: { ...asked.headers, ...acceptOf(asked), ...(handedOver?.outcome && STAND_IN_HEADERS) },
        signal: asked.signal,
        ...bodyOf(asked, handedOver, readBody),
      });
      const response = await yoga.handleRequest(request, { asked, handedOver });
      await sendNodeResponse(response, asked.outgoing, asked.incoming, true);
    },
    fetch: (url, init) => yoga.fetch(url, init),
    dispose: yoga.dispose,
  };
}

/** The types that were chosen, in place of all that the client sent: the library knows neither weights nor suffixes. */
const acceptOf = ({ types }: Asked): { accept?: string } =>
  types.length > 0 ? { accept: types.join(', ') } : {};

function bodyOf(asked: NodeRequest, handedOver: HandedOver | null, readBody: ReadBody): object {
  const { method } = asked;
  if (method === 'GET' || method === 'HEAD') return {};
  if (handedOver?.outcome) return { body: STAND_IN };
  if (handedOver?.body) return { body: handedOver.body };
  return { body: readBy(readBody, asked), duplex: 'half' };
}

/** In place of a body whose operation has been run: it need not be read again. */
const STAND_IN = '{"query":"{__typename}"}';
const STAND_IN_HEADERS = { 'content-length': String(STAND_IN.length) };

/** All that we do of a request, for those that the library reads and writes. */
function pluginOf(options: LibraryOptions): Plugin<Travelling, Travelling> {
  const { takeIn, runOperation, knownOperations, onAnswer } = options;
  const headers = Object.entries(options.headers);
  return {
    onRequest: async ({ request, serverContext, fetchAPI, endResponse }) => {
      if (serverContext.handedOver) return;
      const asked = serverContext.asked ?? askedBy(request);
      serverContext.asked = asked;
      const answer = await takeIn(asked);
      if (answer !== null) endResponse(responseOf(answer, fetchAPI));
      else for (const [name, value] of Object.entries(acceptOf(asked))) request.headers.set(name, value);
    },
    onParams: ({ params, setParams, setParamsHandler, context: { asked, handedOver } }) => {
      if (asked === undefined)
        throw new TypeError('An operation was about to be run that nobody has asked for.');
      const outcome = handedOver?.outcome;
      if (outcome) return setParamsHandler(() => writtenByUs(outcome.result));
      if (knownOperations && isObject(params)) setParams(namedOperation(params, knownOperations));
      setParamsHandler(async ({ params: given }) =>
        writtenByUs((await runOperation(asked, given, null)).result),
      );
    },
    onResponse: ({ request, response, setResponse, fetchAPI }) => {
      const answer = response.status === 415 ? responseOf(refusalAnswer(WRONG_TYPE), fetchAPI) : response;
      if (answer !== response) setResponse(answer);
      for (const [name, value] of headers) answer.headers.append(name, value);
      onAnswer({ method: request.method, path: new URL(request.url).pathname }, answer.status);
    },
  };
}

/** The library would read the JSON that is there already, to write it once more. */
const writtenByUs = (result: Result) => (isAsyncIterable(result) ? result : { ...result, stringify: textOf });

const isObject = (params: GraphQLParams | null): params is GraphQLParams =>
  typeof params === 'object' && params !== null;

const responseOf = (
  { body, ...init }: Answer,
  { Response }: { Response: typeof globalThis.Response },
): Response => new Response(body, init);

/** The library refuses it without a word. */
const WRONG_TYPE = {
  status: 415,
  code: 'BAD_USER_INPUT',
  message:
    'The body of the request is of a type that is not read here: send JSON (`content-type: application/json`).',
};

type Cors = false | ((request: Request) => CORSOptions | false);

const EXPOSED = ['retry-after', 'www-authenticate', 'x-request-id'];
const MAX_AGE_S = 600;

/**
 * Pages of these origins may ask and read, with any header: they bring their credentials themselves, cookies count for
 * nothing here. All others get no CORS headers, and so does the origin `null`, which every sandboxed page has.
 */
function corsFor(origins: readonly string[]): Cors {
  if (origins.length === 0) return false;
  return (request) => {
    const origin = request.headers.get('origin');
    if (origin === null || !origins.includes(origin)) return false;
    return {
      origin,
      credentials: false,
      methods: ['GET', 'POST'],
      exposedHeaders: EXPOSED,
      maxAge: MAX_AGE_S,
    };
  };
}

/** The body as the library takes it; what is wrong with it, it throws. */
async function* readBy(readBody: ReadBody, asked: NodeRequest): AsyncGenerator<Uint8Array> {
  const body = await readBody(asked);
  if (!Buffer.isBuffer(body)) throw refusalError(body);
  yield body;
}
