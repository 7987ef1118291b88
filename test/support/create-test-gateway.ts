import type { RequestListener } from 'node:http';
import { setTimeout } from 'node:timers/promises';
import { createAccess } from '../../src/access/create-access.ts';
import { backends } from '../../src/backends/index.ts';
import { createContext, type Gateway } from '../../src/context.ts';
import { connectSource, createGateway } from '../../src/create-gateway.ts';
import { createSchema } from '../../src/create-schema.ts';
import type { Federation } from '../../src/federation/federation.ts';
import { logDefects } from '../../src/observe/log/log-defects.ts';
import { readSdl } from '../../src/server/read-sdl.ts';
import { createServer } from '../../src/server.ts';
import { configOf, type Vendor } from './config-of.ts';
import { errorObserver } from './error-observer.ts';

export interface AnswerError {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly locations?: readonly { readonly line: number; readonly column: number }[];
  readonly extensions: Readonly<Record<string, unknown>>;
}

export interface Answer<Data> {
  readonly data: Data;
  readonly errors: readonly AnswerError[];
  readonly status: number;
  /** As it was sent. */
  readonly text: string;
}

export interface TestGateway extends AsyncDisposable {
  readonly gateway: Gateway;
  /** For requests that come from the network. */
  readonly listener: RequestListener;
  /** `Data` is what the test expects to be there; a wrong guess shows where it is used. */
  readonly query: <Data>(
    text: string,
    variables?: Readonly<Record<string, unknown>>,
    /** Of the caller. */
    headers?: Readonly<Record<string, string>>,
  ) => Promise<Answer<Data>>;
  /** What `/metrics` says. */
  readonly metrics: (headers?: Readonly<Record<string, string>>) => Promise<string>;
  /** What was logged: errors that nobody threw on purpose. */
  readonly log: readonly object[];
}

export interface TestGatewayOptions {
  /** Settings that all sources share. */
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly federation?: Federation | null;
  readonly server?: Readonly<Record<string, unknown>>;
  readonly access?: Readonly<Record<string, unknown>>;
  /** Makes the sources; default: as they are configured. */
  readonly connect?: typeof connectSource;
}

export const executableSchema = (federation: Federation | null = null) =>
  createSchema(
    readSdl(),
    backends.flatMap(({ namedDetails }) => namedDetails ?? []),
    federation,
  );

/** The whole gateway from the HTTP request inwards, in front of vendors that a test has started; it does not listen. */
export function createTestGateway(
  vendors: readonly Vendor[],
  { settings = {}, server = {}, access, federation = null, connect = connectSource }: TestGatewayOptions = {},
): TestGateway {
  const log: object[] = [];
  const observer = errorObserver(log);
  const { watch, countUnknownStatus: onUnknownStatus } = observer;
  const listeners = { onDefect: logDefects(observer.log), onUnknownStatus, watch };
  const config = configOf(vendors, settings, server, access);
  const gateway = createGateway(config, listeners, undefined, connect);
  observer.follow(gateway.links);
  const http = createServer({
    schema: executableSchema(federation),
    context: (asked, caller) => createContext(gateway, asked, caller),
    access: createAccess(config, '127.0.0.1'),
    version: '0.0.0',
    observer,
    ...(config.server.limits && { limits: config.server.limits }),
  });
  return {
    gateway,
    listener: http,
    log,
    metrics: async (headers = {}) => {
      // What an operation cost is counted when nothing is read for it any more.
      await setTimeout(10);
      return (await http.fetch('http://127.0.0.1/metrics', { headers: { ...headers } })).text();
    },
    query: async (query, variables = {}, headers = {}) => {
      const response = await http.fetch('http://127.0.0.1/graphql', {
        method: 'POST',
        headers: { 'content-type': 'application/json', accept: 'application/json', ...headers },
        body: JSON.stringify({ query, variables }),
      });
      const answer = await response.text();
      const { data, errors = [] } = JSON.parse(answer);
      return { data, errors, status: response.status, text: answer };
    },
    [Symbol.asyncDispose]: async () => {
      await http.dispose();
      await gateway.close();
    },
  };
}
