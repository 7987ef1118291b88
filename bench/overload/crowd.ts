import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { Pool } from 'undici';
import { PRESENT } from '../world/run.ts';
import type { Arrival, CrowdOrder, CrowdReport } from './order.ts';

/* The clients, all in one process. */

const SECOND = 1_000;
const PLACE = '@instant';
const TIMEOUTS = { headersTimeout: 60_000, bodyTimeout: 60_000 };
const HEADERS = { 'content-type': 'application/json', accept: 'application/json' };
const SHOWN = 500;

/** Instants are never used twice, and all later than all jobs: every answer is the same, and none can be shared. */
let instants = 0;

function bodies({ operation: { operationName, query, variables, varying } }: CrowdOrder): () => string {
  const given = varying === null ? variables : { ...variables, [varying]: PLACE };
  const template = JSON.stringify({ operationName, query, variables: given });
  return () => {
    instants += 1;
    return template.replace(PLACE, new Date(PRESENT + instants * SECOND).toISOString());
  };
}

class Tally {
  readonly accepted: number[] = [];
  readonly refused: number[] = [];
  wrong = 0;
  firstWrong: string | null = null;

  note(what: string): void {
    this.wrong += 1;
    this.firstWrong ??= what.slice(0, SHOWN);
  }
}

const quantile = (times: readonly number[], part: number): number => {
  const sorted = times.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN;
};

/** Asks once; gives how long the gateway wants not to be asked, in milliseconds. */
type Ask = (due: number) => Promise<number>;

function asking(order: CrowdOrder, pool: Pool, tally: Tally): Ask {
  const { pathname: path } = new URL(order.url);
  const nextBody = bodies(order);
  return async (due) => {
    try {
      const { statusCode, headers, body } = await pool.request({
        path,
        method: 'POST',
        headers: order.key === undefined ? HEADERS : { ...HEADERS, 'x-api-key': order.key },
        body: nextBody(),
      });
      const text = await body.text();
      const took = performance.now() - due;
      const retryAfter = headers['retry-after'];
      const isRight = order.reference === null ? !text.includes('"errors"') : text === order.reference;
      if (statusCode === 200 && isRight) tally.accepted.push(took);
      else if (statusCode === 503 && retryAfter !== undefined) tally.refused.push(took);
      else tally.note(`${statusCode} ${text}`);
      return SECOND * Number(retryAfter ?? 0);
    } catch (error) {
      tally.note(String(error));
      return 0;
    }
  };
}

async function closed(clients: number, heeds: boolean, end: number, ask: Ask): Promise<void> {
  const client = async (): Promise<void> => {
    while (performance.now() < end) {
      const wait = await ask(performance.now());
      if (heeds && wait > 0) await sleep(wait);
    }
  };
  await Promise.all(Array.from({ length: clients }, client));
}

/** The gaps of a Poisson process, the same in every run. */
function* gaps(perSecond: number): Generator<number, never> {
  for (let state = 1; ; ) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    yield (-Math.log((state + 1) / 2 ** 32) * SECOND) / perSecond;
  }
}

async function open(perSecond: number, end: number, ask: Ask): Promise<void> {
  const running = new Set<Promise<unknown>>();
  let due = performance.now();
  for (const gap of gaps(perSecond)) {
    due += gap;
    if (due > end) break;
    const early = due - performance.now();
    if (early > 0) await sleep(early);
    const asked = ask(due).finally(() => running.delete(asked));
    running.add(asked);
  }
  await Promise.all(running);
}

const connectionsOf = (arrival: Arrival): number =>
  arrival.kind === 'open' ? arrival.connections : arrival.clients;

async function load(order: CrowdOrder): Promise<CrowdReport> {
  const { arrival } = order;
  const pool = new Pool(new URL(order.url).origin, { connections: connectionsOf(arrival), ...TIMEOUTS });
  const tally = new Tally();
  const ask = asking(order, pool, tally);
  const lag = monitorEventLoopDelay({ resolution: 1 });
  lag.enable();
  const start = performance.now();
  const end = start + order.seconds * SECOND;
  await (arrival.kind === 'open'
    ? open(arrival.perSecond, end, ask)
    : closed(arrival.clients, arrival.heeds, end, ask));
  const seconds = (performance.now() - start) / SECOND;
  lag.disable();
  await pool.destroy();
  return {
    seconds,
    accepted: tally.accepted.length,
    p50: quantile(tally.accepted, 0.5),
    p99: quantile(tally.accepted, 0.99),
    refused: tally.refused.length,
    refusedP99: quantile(tally.refused, 0.99),
    wrong: tally.wrong,
    firstWrong: tally.firstWrong,
    ownLag: lag.percentile(99) / 1e6,
  };
}

process.on('message', async (order: CrowdOrder) => process.send?.(await load(order)));
process.on('disconnect', () => process.exit());
