import type { FetchAPI } from '@whatwg-node/server';
import type { ExecutionResult } from 'graphql';
import type { GraphQLParams, YogaServerInstance } from 'graphql-yoga';
import type { OnRequest } from '../server-plugin.ts';

type Yoga = YogaServerInstance<Record<string, unknown>, Record<string, unknown>>;

export type Result = ExecutionResult | AsyncIterable<ExecutionResult>;

/** What travels with a request through the library's hooks. */
export type LibraryContext = Parameters<OnRequest>[0]['serverContext'];

/** What the short way takes of the library. */
export interface Library {
  readonly fetchAPI: FetchAPI;
  readonly waitUntil: Yoga['waitUntil'];
  /** Answers a request, its plugins' `onRequest` and `onResponse` included. */
  readonly handleRequest: (
    request: Request,
    context: Record<string, unknown>,
  ) => Response | PromiseLike<Response>;
  /** Runs one operation, through all hooks from `onParams` to `onExecuteDone`. */
  readonly getResultForParams: (
    asked: { readonly params: GraphQLParams; readonly request: Request },
    context: Record<string, unknown>,
  ) => Result | undefined | PromiseLike<Result | undefined>;
}
