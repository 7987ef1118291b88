import { print } from 'graphql';
import type { Answer, Ask } from './ask.ts';
import { GatewayError } from './gateway-error.ts';

export interface HttpOptions {
  /** Sent with each request, e.g. `{ authorization: 'Bearer …' }`; asked anew each time if it is a function. */
  readonly headers?: Readonly<Record<string, string>> | (() => Readonly<Record<string, string>>);
  /** Default: the platform's own. */
  readonly fetch?: typeof fetch;
}

const HEADERS = {
  'content-type': 'application/json',
  accept: 'application/json',
  // A source that fails is told in its report; `errors` then means that something that was asked for is not there.
  'x-jobweave-source-errors': 'report',
};

/**
 * Asks the gateway at this address, e.g. `http://127.0.0.1:4000/graphql`. Throws what `fetch` throws where there is no
 * connection, and a `GatewayError` where the answer is no GraphQL answer.
 */
export function askOverHttp(url: string | URL, options: HttpOptions = {}): Ask {
  const send = options.fetch ?? fetch;
  return async (document, variables, signal) => {
    const own = typeof options.headers === 'function' ? options.headers() : options.headers;
    const response = await send(url, {
      method: 'POST',
      headers: { ...HEADERS, ...own },
      body: JSON.stringify({ query: print(document), variables }),
      signal: signal ?? null,
    });
    return readAnswer(response);
  };
}

async function readAnswer<Result>(response: Response): Promise<Answer<Result>> {
  const text = await response.text();
  const answer = parsed(text);
  if (isAnswer<Result>(answer)) return withRetryAfter(answer, response);
  throw new GatewayError({
    code: 'NO_GRAPHQL_ANSWER',
    message: `${response.url} answered HTTP ${response.status} without GraphQL: ${text.slice(0, 200)}`,
    retryable: response.status >= 500 || response.status === 429,
    retryAfterMs: retryAfterMs(response),
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Only the frame is looked at: what stands in `data` is what the server's schema promises for the document. */
const isAnswer = <Result>(answer: unknown): answer is Answer<Result> =>
  typeof answer === 'object' && answer !== null && ('data' in answer || 'errors' in answer);

/** A gateway that is too busy says so by HTTP; its wait is then told like that of a source. */
function withRetryAfter<Result>(answer: Answer<Result>, response: Response): Answer<Result> {
  const wait = retryAfterMs(response);
  if (wait === null || answer.errors === undefined) return answer;
  const errors = answer.errors.map((error) => ({
    ...error,
    extensions: { retryable: true, retryAfterMs: wait, ...error.extensions },
  }));
  return { ...answer, errors };
}

function retryAfterMs({ headers }: Response): number | null {
  const seconds = Number(headers.get('retry-after') ?? Number.NaN);
  return Number.isFinite(seconds) && seconds >= 0 ? seconds * 1_000 : null;
}
