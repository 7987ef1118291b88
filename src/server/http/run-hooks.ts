import type { OnRequest, ServerPlugin } from '../server-plugin.ts';
import type { LibraryContext as Context, Library } from './library.ts';

/** Hooks of the plugins, for requests that do not come in through the library. */
export interface Hooks {
  /** `null`: no plugin has answered the request. */
  onRequest(request: Request, context: Context): Promise<Response | null>;
  /** The answer, or what a plugin puts in its place. */
  onResponse(request: Request, response: Response, context: Context): Promise<Response>;
}

/** As the library runs them: one after another, until one has answered. */
export function hooksOf(plugins: readonly ServerPlugin[], { fetchAPI }: Library): Hooks {
  const onRequests = plugins.flatMap(({ onRequest }) => onRequest ?? []);
  const onResponses = plugins.flatMap(({ onResponse }) => onResponse ?? []);
  return {
    onRequest: async (request, serverContext) => {
      let answer: Response | null = null;
      const url = new fetchAPI.URL(request.url);
      const payload: Parameters<OnRequest>[0] = {
        request,
        url,
        serverContext,
        fetchAPI,
        requestHandler: unsupported,
        endResponse: (response) => {
          answer = response;
        },
        setRequest: unsupported,
        setRequestHandler: unsupported,
      };
      for (const hook of onRequests) {
        const pending = hook(payload);
        if (pending !== undefined) await pending;
        if (answer !== null) break;
      }
      return answer;
    },
    onResponse: async (request, given, serverContext) => {
      let response = given;
      const setResponse = (other: Response): void => {
        response = other;
      };
      for (const hook of onResponses) {
        const pending = hook({ request, response, serverContext, setResponse, fetchAPI });
        if (pending !== undefined) await pending;
      }
      return response;
    },
  };
}

function unsupported(): never {
  throw new Error('A plugin of this server must take the request as it is.');
}
