import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Simulator } from '../../../src/simulator/kit/simulator.ts';
import { createZstackSimulator, type ZstackSimulatorOptions } from '../../../src/simulator/zstack.ts';

export const START = Date.UTC(2026, 4, 1, 12);

const historyRow = z.strictObject({
  id: z.int(),
  triggerUuid: z.optional(z.string()),
  schedulerJobUuid: z.string(),
  schedulerJobGroupUuid: z.optional(z.string()),
  jobType: z.optional(z.string()),
  fireInstanceId: z.optional(z.string()),
  startTime: z.string(),
  executeTime: z.int(),
  targetResourceUuid: z.string(),
  requestDump: z.string(),
  resultDump: z.string(),
  success: z.boolean(),
});
export type HistoryRow = z.infer<typeof historyRow>;

const historyReply = z.strictObject({
  inventories: z.array(historyRow),
  total: z.optional(z.int()),
  schema: z.record(z.string(), z.string()),
});

export interface Answer {
  readonly status: number;
  readonly text: string;
}

export const errorCodeOf = ({ text }: Answer): string =>
  z.object({ error: z.object({ code: z.string() }) }).parse(JSON.parse(text)).error.code;

/** A simulator on a clock that stands still until it is moved, and a signed-in client of it. */
export interface Fixture {
  readonly simulator: Simulator;
  readonly clock: { time: number };
  readonly get: (path: string, headers?: Record<string, string>) => Promise<Answer>;
  readonly logIn: (password?: string, account?: string) => Promise<Answer>;
  /** Signs in again. */
  readonly renew: () => Promise<void>;
  readonly history: (...query: string[]) => Promise<z.infer<typeof historyReply>>;
  readonly refused: (...query: string[]) => Promise<Answer>;
}

export const sessionOf = ({ text }: Answer): string =>
  z.object({ inventory: z.object({ uuid: z.string() }) }).parse(JSON.parse(text)).inventory.uuid;

export const withZstack = async (
  options: ZstackSimulatorOptions,
  use: (fixture: Fixture) => Promise<void>,
) => {
  const clock = { time: START };
  const simulator = await createZstackSimulator({ now: () => clock.time, live: false, ...options });
  let session = '';
  const send = async (path: string, init: RequestInit): Promise<Answer> => {
    const reply = await fetch(`${simulator.url}/zstack/v1${path}`, init);
    return { status: reply.status, text: await reply.text() };
  };
  const get: Fixture['get'] = (path, headers = { Authorization: `OAuth ${session}` }) =>
    send(path, { headers });
  const logIn: Fixture['logIn'] = (password = 'password', accountName = 'admin') => {
    const hash = createHash('sha512').update(password).digest('hex');
    const body = JSON.stringify({ logInByAccount: { accountName, password: hash } });
    return send('/accounts/login', { method: 'PUT', body });
  };
  const renew = async () => {
    session = sessionOf(await logIn());
  };
  const ask = (query: string[]) => {
    const pairs = query.map((pair): [string, string] => {
      const at = pair.indexOf('=');
      return [pair.slice(0, at), pair.slice(at + 1)];
    });
    return get(`/scheduler/job/history?${new URLSearchParams(pairs)}`);
  };
  const history: Fixture['history'] = async (...query) => {
    const { status, text } = await ask(query);
    assert.equal(status, 200, text);
    return historyReply.parse(JSON.parse(text));
  };
  try {
    await renew();
    await use({ simulator, clock, get, logIn, renew, history, refused: (...query) => ask(query) });
  } finally {
    await simulator.close();
  }
};
