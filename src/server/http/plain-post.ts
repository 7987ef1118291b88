import type { IncomingMessage } from 'node:http';
import type { GraphQLParams } from 'graphql-yoga';
import type { Answer } from '../answer.ts';
import { isWhole } from '../media-types.ts';
import { type KnownOperations, namedOperation } from '../operation/known-operations.ts';
import type { RunOperation } from '../operation/run-operation.ts';
import { type Sharer, shareKey } from '../operation/shared-operations.ts';
import { PATHS } from '../routes.ts';
import type { HandedOver } from './library.ts';
import type { NodeRequest } from './node-request.ts';

const CONTENT_TYPES: readonly string[] = [
  'application/json',
  'application/json; charset=utf-8',
  'application/json;charset=utf-8',
  'application/json;charset=UTF-8',
  'application/json; charset=UTF-8',
];

/** Whether it is what nearly all clients send: JSON of a known length, posted to GraphQL. */
export const isPlainPost = ({ method, url, headers }: IncomingMessage): boolean =>
  method === 'POST' &&
  url === PATHS.graphql &&
  headers['content-length'] !== undefined &&
  headers['content-encoding'] === undefined &&
  CONTENT_TYPES.includes(headers['content-type'] ?? '');

export interface PlainPostOptions {
  readonly runOperation: RunOperation;
  readonly knownOperations: KnownOperations | null;
}

/**
 * Answers a plain POST without the library's way in and out, which costs more than a small query. What is not simply data, the
 * library answers: it is handed over with what has become of it.
 */
export function createPlainPost({ runOperation, knownOperations }: PlainPostOptions) {
  return async (asked: NodeRequest): Promise<Answer | HandedOver> => {
    const body = await bodyOf(asked.incoming);
    const text = body.toString();
    const params = paramsOf(text, knownOperations);
    if (params === null) return { body, outcome: null };
    const outcome = await runOperation(asked, params, new PlainSharer(asked, text));
    const [type] = asked.types;
    if (outcome.text === null || !isWhole(type)) return { body, outcome };
    return { status: 200, headers: { 'Content-Type': `${type}; charset=utf-8` }, body: outcome.text };
  };
}

/** Its key is put together when it is needed. */
class PlainSharer implements Sharer {
  readonly #asked: NodeRequest;
  readonly #body: string;
  #key: string | null = null;

  constructor(asked: NodeRequest, body: string) {
    this.#asked = asked;
    this.#body = body;
  }

  get key(): string {
    this.#key ??= shareKey(this.#asked.incoming.rawHeaders, this.#body);
    return this.#key;
  }

  abort(): void {
    this.#asked.abort();
  }

  onLeave(leave: () => void): void {
    this.#asked.onLeave(leave);
  }
}

/** Rejects where the client leaves before it has sent all. */
function bodyOf(incoming: IncomingMessage): Promise<Buffer<ArrayBuffer>> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.once('end', () => resolve(Buffer.concat(chunks)));
    incoming.once('error', reject);
  });
}

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
