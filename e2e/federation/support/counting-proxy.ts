import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { listenOnLoopback, type Started } from './listen-on-loopback.ts';

export interface CountingProxy extends Started {
  /** How many operations passed since it was last asked, and how many of them asked for entities. */
  readonly take: () => { readonly operations: number; readonly entities: number };
}

/** Stands in front of a subgraph and counts what a router asks of it. */
export async function startCountingProxy(target: string): Promise<CountingProxy> {
  let queries: string[] = [];
  const server = createServer(async (request, response) => {
    const body = await text(request);
    queries.push(JSON.parse(body).query);
    const headers = { 'content-type': 'application/json', accept: 'application/json' };
    const answer = await fetch(target, { method: 'POST', headers, body });
    response.writeHead(answer.status, { 'content-type': 'application/json' }).end(await answer.text());
  });
  const started = await listenOnLoopback(server);
  return {
    ...started,
    take: () => {
      const taken = queries;
      queries = [];
      return {
        operations: taken.length,
        entities: taken.filter((query) => query.includes('_entities')).length,
      };
    },
  };
}
