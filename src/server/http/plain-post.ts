import type { IncomingMessage } from 'node:http';
import type { ExecutionResult } from 'graphql';
import { type GraphQLParams, isAsyncIterable } from 'graphql-yoga';
import { textOf } from '../answer-texts.ts';
import { PATHS } from '../use-routes.ts';
import type { Caller } from './caller.ts';
import type { HandedOver, Outcome } from './handed-over.ts';
import type { Library } from './library.ts';
import type { Hooks } from './run-hooks.ts';
import type { SharedOperations } from './shared-operations.ts';

/** What the types of a whole answer are; a request that wants its answer in parts names them behind these. */
const ANSWER_TYPES: readonly string[] = ['application/json', 'application/graphql-response+json'];

const CONTENT_TYPES: readonly string[] = [
  'application/json',
  'application/json; charset=utf-8',
  'application/json;charset=utf-8',
  'application/json;charset=UTF-8',
  'application/json; charset=UTF-8',
];

/**
 * Whether it is what nearly all clients send: JSON of a known length, posted to GraphQL. What a page of another origin may read of
 * the answer, the library says.
 */
export const isPlainPost = ({ method, url, headers }: IncomingMessage): boolean =>
  method === 'POST' &&
  url === PATHS.graphql &&
  headers['content-length'] !== undefined &&
  headers['content-encoding'] === undefined &&
  headers.origin === undefined &&
  CONTENT_TYPES.includes(headers['content-type'] ?? '');

export interface PlainPostOptions {
  readonly yoga: Library;
  readonly hooks: Hooks;
  readonly handedOver: HandedOver;
  readonly shared: SharedOperations;
}

/** `text`: the body, where it is known; else it is the response's. */
export interface PlainAnswer {
  readonly response: Response;
  readonly text: string | null;
}

/**
 * Answers a plain POST without the library's way in and out, which costs more than a small query. The operation itself is the
 * library's, with all plugins; and what is not simply data, it answers as well: it is handed over with what has become of it.
 */
export function createPlainPost({ yoga, hooks, handedOver, shared }: PlainPostOptions) {
  const { getResultForParams } = yoga;

  async function outcomeOf(params: GraphQLParams, request: Request, context: object): Promise<Outcome> {
    try {
      return {
        kind: 'result',
        result: await getResultForParams({ params, request }, { ...context, request }),
      };
    } catch (error) {
      return { kind: 'thrown', error };
    }
  }

  return async (caller: Caller): Promise<PlainAnswer> => {
    const { request, incoming, outgoing } = caller;
    const context = { req: incoming, res: outgoing, waitUntil: yoga.waitUntil };
    const handOver = async (outcome: Outcome | null): Promise<PlainAnswer> => {
      handedOver.set(request, outcome);
      return { response: await yoga.handleRequest(request, context), text: null };
    };
    const refusal = await hooks.onRequest(request, context);
    if (refusal !== null) return { response: await hooks.onResponse(request, refusal, context), text: null };
    const [type = ''] = (request.headers.get('accept') ?? '').split(',', 1);
    const body = await request.text();
    const params = ANSWER_TYPES.includes(type) ? paramsOf(body) : null;
    if (params === null) return handOver(null);
    const run = () => outcomeOf(params, request, context).then(toAnswer);
    const answer = await shared.run(caller, body, run);
    if (typeof answer !== 'string') return handOver(answer);
    const headers = { 'Content-Type': `${type}; charset=utf-8` };
    const response = new yoga.fetchAPI.Response(answer, { status: 200, headers });
    const sent = await hooks.onResponse(request, response, context);
    return { response: sent, text: sent === response ? answer : null };
  };
}

/** `null`: no JSON, or not one operation. */
function paramsOf(body: string): GraphQLParams | null {
  try {
    const params: unknown = JSON.parse(body);
    return typeof params === 'object' && params !== null && !Array.isArray(params) ? params : null;
  } catch {
    return null;
  }
}

/** Only data is written here. */
function toAnswer(outcome: Outcome): string | Outcome {
  if (outcome.kind === 'thrown' || outcome.result === undefined || isAsyncIterable(outcome.result))
    return outcome;
  return isPlain(outcome.result) ? textOf(outcome.result) : outcome;
}

const isPlain = (result: ExecutionResult): boolean => {
  for (const key in result) if (key !== 'data') return false;
  return true;
};
