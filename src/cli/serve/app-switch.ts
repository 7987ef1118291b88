import { randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders, IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { REQUEST_ID } from '../../context.ts';
import type { App } from './open-app.ts';

interface Served {
  readonly app: App;
  running: number;
  /** Resolves when the last of its requests has ended; `null`: it is still the one that serves. */
  ended: PromiseWithResolvers<void> | null;
}

/** How long an app that was replaced may finish its requests. */
const PATIENCE_MS = 60_000;

/** Hands each request to the app of the moment. One that is replaced is closed when its last request has ended. */
export class AppSwitch {
  #served: Served;

  readonly #onRequest: ((headers: IncomingHttpHeaders) => void) | null;

  constructor(app: App, onRequest: ((headers: IncomingHttpHeaders) => void) | null = null) {
    this.#served = serving(app);
    this.#onRequest = onRequest;
  }

  get app(): App {
    return this.#served.app;
  }

  readonly listener: RequestListener = (request, response) => {
    nameRequest(request, response);
    if (request.method === 'POST') this.#onRequest?.(request.headers);
    const served = this.#served;
    served.running += 1;
    response.once('close', () => {
      served.running -= 1;
      if (served.running === 0) served.ended?.resolve();
    });
    served.app.listener(request, response);
  };

  /** Resolves when the old app is closed. */
  replace(app: App): Promise<void> {
    const old = this.#served;
    this.#served = serving(app);
    return endOf(old);
  }

  close(): Promise<void> {
    return this.#served.app.close();
  }
}

const serving = (app: App): Served => ({ app, running: 0, ended: null });

async function endOf(served: Served): Promise<void> {
  served.ended = Promise.withResolvers();
  if (served.running === 0) served.ended.resolve();
  const hurry = setTimeout(served.ended.resolve, PATIENCE_MS).unref();
  await served.ended.promise;
  clearTimeout(hurry);
  await served.app.close();
}

/** What may stand in a log and in a header as it is. */
const GOOD_ID = /^[\w.:+/=@-]{1,128}$/;

/** Every request has a name, the caller's own or a new one, and the answer tells it. */
function nameRequest(request: IncomingMessage, response: ServerResponse): void {
  const given = request.headers[REQUEST_ID];
  const id = typeof given === 'string' && GOOD_ID.test(given) ? given : randomUUID();
  request.headers[REQUEST_ID] = id;
  response.setHeader(REQUEST_ID, id);
}
