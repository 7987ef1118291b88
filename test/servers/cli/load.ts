import { Agent, request as httpRequest } from 'node:http';

export interface Tally {
  answered: number;
  /** Answers with another status than 200, or with errors. */
  readonly wrong: string[];
  /** Requests that were sent on a connection that stood, and got no whole answer. */
  readonly lost: string[];
  /** Nobody listened any more: nothing was sent. */
  refused: number;
}

/** Clients that ask again and again over kept connections, each as soon as it has its answer, until `stop`, or until nobody listens. */
export function startLoad(url: string, clients: number) {
  const agent = new Agent({ keepAlive: true, maxSockets: clients });
  const tally: Tally = { answered: 0, wrong: [], lost: [], refused: 0 };
  let isOver = false;

  const client = async (): Promise<void> => {
    while (!isOver) {
      try {
        const { status, text } = await ask(url, agent);
        tally.answered += 1;
        if (status !== 200 || text.includes('"errors"')) tally.wrong.push(`${status} ${text.slice(0, 200)}`);
      } catch (error) {
        const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
        if (code === 'ECONNREFUSED') {
          tally.refused += 1;
          return;
        }
        tally.lost.push(code);
      }
    }
  };
  const all = Promise.all(Array.from({ length: clients }, client));
  return {
    tally,
    /** Resolves when every client has ended. */
    ended: all,
    stop: async (): Promise<void> => {
      isOver = true;
      await all;
      agent.destroy();
    },
  };
}

const TIMEOUT_MS = 15_000;

const QUERY = JSON.stringify({ query: 'query Load { jobs(first: 5) { nodes { id name } } }' });

function ask(url: string, agent: Agent): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json', 'content-length': String(QUERY.length) };
    const request = httpRequest(url, { method: 'POST', agent, headers, timeout: TIMEOUT_MS }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part: string) => {
        text += part;
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
      response.on('error', reject);
      response.on('aborted', () => reject(new Error('aborted')));
    });
    request.on('error', reject);
    request.on('timeout', () => request.destroy(new Error('no answer')));
    request.end(QUERY);
  });
}
