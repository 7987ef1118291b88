import { Pool } from 'undici';
import { PRESENT } from '../world/run.ts';
import type { LoadOrder, LoadReport } from './order.ts';

/*
 * The clients, all in one process. They are our own: every query differs in an instant, every answer is compared byte by byte, and
 * times are told to the microsecond, none of which the usual generators of load do together.
 */

const SECOND = 1_000;
const PLACE = '@instant';
const TIMEOUTS = { headersTimeout: 60_000, bodyTimeout: 60_000 };
/** After so many, asking on tells nothing new. */
const MOST_WRONG = 100;
const SHOWN = 500;

/** Instants are never used twice, and all later than all jobs: every answer is the same. */
let instants = 0;

function bodies({ operation: { operationName, query, variables, varying } }: LoadOrder): () => string {
  const given = varying === null ? variables : { ...variables, [varying]: PLACE };
  const template = JSON.stringify({ operationName, query, variables: given });
  return () => {
    instants += 1;
    return template.replace(PLACE, new Date(PRESENT + instants * SECOND).toISOString());
  };
}

const quantile = (sorted: Float64Array, part: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0;

/** Answers that were not right. */
interface Wrongs {
  count: number;
  first: string | null;
}

function note(wrongs: Wrongs, what: string): void {
  wrongs.count += 1;
  wrongs.first ??= what.slice(0, SHOWN);
}

async function load(order: LoadOrder): Promise<LoadReport> {
  const { origin, pathname: path } = new URL(order.url);
  const pool = new Pool(origin, { connections: order.clients, ...TIMEOUTS });
  const headers = { 'content-type': 'application/json', accept: 'application/json' };
  const nextBody = bodies(order);
  const times: number[] = [];
  const wrongs: Wrongs = { count: 0, first: null };
  const start = performance.now();
  const end = start + order.seconds * SECOND;

  async function ask(): Promise<void> {
    const sent = performance.now();
    const { statusCode, body } = await pool.request({ path, method: 'POST', headers, body: nextBody() });
    const text = await body.text();
    times.push(performance.now() - sent);
    const isRight = statusCode === 200 && (order.reference === null || text === order.reference);
    if (!isRight) note(wrongs, `${statusCode} ${text}`);
  }

  async function client(): Promise<void> {
    while (performance.now() < end && wrongs.count < MOST_WRONG)
      await ask().catch((error: unknown) => note(wrongs, String(error)));
  }

  await Promise.all(Array.from({ length: order.clients }, client));
  const seconds = (performance.now() - start) / SECOND;
  await pool.destroy();
  const sorted = Float64Array.from(times).sort();
  const [p50, p99] = [quantile(sorted, 0.5), quantile(sorted, 0.99)];
  return { requests: times.length, wrong: wrongs.count, firstWrong: wrongs.first, seconds, p50, p99 };
}

process.on('message', async (order: LoadOrder) => process.send?.(await load(order)));
process.on('disconnect', () => process.exit());
