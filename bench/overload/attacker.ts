import { setTimeout as sleep } from 'node:timers/promises';
import { Pool } from 'undici';
import { type Attack, attacks, openSockets } from './attacks.ts';
import type { AttackOrder, AttackReport } from './order.ts';

/* The one who means no good, in a process of its own. */

const CONNECTIONS = 200;
/** Requests that are waited for at once: beyond it, sending on would only fill this process. */
const MOST_RUNNING = 1_000;
const SECOND = 1_000;

/** Bodies are never used twice. */
let bodies = 0;

async function send({ perSecond, body }: Attack, { url, key, seconds }: AttackOrder): Promise<AttackReport> {
  const { origin, pathname: path } = new URL(url);
  const pool = new Pool(origin, { connections: CONNECTIONS });
  const headers = { 'content-type': 'application/json', 'x-api-key': key };
  const told: Record<string, number> = {};
  const running = new Set<Promise<void>>();
  const one = async (): Promise<void> => {
    bodies += 1;
    const answer = await pool
      .request({ path, method: 'POST', headers, body: body(bodies) })
      .catch((error: unknown) => String(error));
    const outcome = typeof answer === 'string' ? answer : answer.statusCode;
    if (typeof answer !== 'string') await answer.body.dump().catch(() => undefined);
    told[outcome] = (told[outcome] ?? 0) + 1;
  };
  const start = performance.now();
  for (let sent = 0; performance.now() < start + seconds * SECOND; sent += 1) {
    const early = start + (sent * SECOND) / perSecond - performance.now();
    if (early > 0) await sleep(early);
    if (running.size >= MOST_RUNNING) continue;
    const asked = one().finally(() => running.delete(asked));
    running.add(asked);
  }
  await Promise.all(running);
  await pool.destroy();
  return told;
}

async function attack(order: AttackOrder): Promise<AttackReport> {
  const what = attacks.find(({ label }) => label === order.label);
  if (what === undefined) return {};
  const close = openSockets(Number(new URL(order.url).port), what);
  try {
    if (what.perSecond > 0) return await send(what, order);
    await sleep(order.seconds * SECOND);
    return {};
  } finally {
    close();
  }
}

process.on('message', async (order: AttackOrder) => process.send?.(await attack(order)));
process.on('disconnect', () => process.exit());
