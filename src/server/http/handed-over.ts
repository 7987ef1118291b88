import type { ServerPlugin } from '../server-plugin.ts';
import type { Result } from './library.ts';

/** What became of an operation. */
export type Outcome =
  | { readonly kind: 'result'; readonly result: Result | undefined }
  | { readonly kind: 'thrown'; readonly error: unknown };

/**
 * Requests that have been through the plugins already when they come to the library, and what became of their operation, where it
 * has run: the library only writes the answer.
 */
export class HandedOver {
  readonly #outcomes = new WeakMap<Request, Outcome | null>();

  set(request: Request, outcome: Outcome | null): void {
    this.#outcomes.set(request, outcome);
  }

  /** The plugin as it is for the library: no hook runs twice for one request. */
  guard(plugin: ServerPlugin): ServerPlugin {
    const { onRequest, onParams } = plugin;
    return {
      ...plugin,
      ...(onRequest && {
        onRequest: (payload) => (this.#outcomes.has(payload.request) ? undefined : onRequest(payload)),
      }),
      ...(onParams && {
        onParams: (payload) => (this.#outcomes.get(payload.request) ? undefined : onParams(payload)),
      }),
    };
  }

  /** Gives the library the outcome instead of an execution. */
  plugin(): ServerPlugin {
    return {
      onParams: ({ request, setResult }) => {
        const outcome = this.#outcomes.get(request);
        if (outcome?.kind === 'thrown') throw outcome.error;
        if (outcome?.result !== undefined) setResult(outcome.result);
      },
    };
  }
}
