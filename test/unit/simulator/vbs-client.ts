import assert from 'node:assert/strict';
import { z } from 'zod';
import { createHuaweiVbsSimulator, type HuaweiVbsOptions } from '../../../src/simulator/huawei-vbs.ts';
import { DEMO_TOKEN } from '../../../src/simulator/kit/huawei-gateway.ts';
import type { Simulator } from '../../../src/simulator/kit/simulator.ts';

export const START = Date.UTC(2026, 4, 1, 12);

const time = z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{3})?$/);
const taskRow = z.strictObject({
  status: z.string(),
  job_id: z.uuid(),
  created_at: time,
  finished_at: z.optional(time),
  backup_name: z.string().regex(/^autobk_[0-9a-f]{4}$/),
  resource_id: z.uuid(),
  resource_type: z.literal('volume'),
  vbs_job_id: z.optional(z.string().regex(/^[0-9a-f]{32}$/)),
});
export type TaskRow = z.infer<typeof taskRow>;

const taskReply = z.strictObject({ tasks: z.array(taskRow), count: z.int() });
const policyReply = z.strictObject({
  backup_policies: z.array(z.looseObject({ backup_policy_id: z.uuid(), backup_policy_name: z.string() })),
});

export interface Answer {
  readonly status: number;
  readonly text: string;
}

/** `code` of the service's nested envelope, or `error_code` of the gateway's flat one. */
export const errorCodeOf = ({ text }: Answer): string => {
  const nested = z.object({ error: z.strictObject({ message: z.string(), code: z.string() }) });
  const flat = z.strictObject({
    error_msg: z.string(),
    error_code: z.string(),
    request_id: z.string().length(32),
  });
  const error = z.union([nested, flat]).parse(JSON.parse(text));
  return 'error' in error ? error.error.code : error.error_code;
};

/** A simulator on a clock that stands still until it is moved, and a client of it. */
export interface Fixture {
  readonly simulator: Simulator;
  readonly clock: { time: number };
  readonly policies: readonly string[];
  readonly project: string;
  /** Any path below the endpoint. */
  readonly get: (path: string, headers?: Record<string, string>) => Promise<Answer>;
  /** Of the first policy, by a query string. */
  readonly refused: (query: string) => Promise<Answer>;
  readonly tasks: (query?: string, policy?: string) => Promise<z.infer<typeof taskReply>>;
}

export const withVbs = async (options: HuaweiVbsOptions, use: (fixture: Fixture) => Promise<void>) => {
  const clock = { time: START };
  const simulator = await createHuaweiVbsSimulator({ now: () => clock.time, live: false, ...options });
  const get: Fixture['get'] = async (path, headers = { 'X-Auth-Token': DEMO_TOKEN }) => {
    const reply = await fetch(simulator.url + path, { headers });
    return { status: reply.status, text: await reply.text() };
  };
  const { projectId } = z.object({ projectId: z.string() }).parse(simulator.settings);
  const base = `/v2/${projectId}/backuppolicy`;
  try {
    const { backup_policies } = policyReply.parse(JSON.parse((await get(base)).text));
    const policies = backup_policies.map(({ backup_policy_id }) => backup_policy_id);
    const first = policies[0] ?? '';
    const tasks: Fixture['tasks'] = async (query = '', policy = first) => {
      const { status, text } = await get(`${base}/${policy}/backuptasks?${query}`);
      assert.equal(status, 200, text);
      return taskReply.parse(JSON.parse(text));
    };
    const refused = (query: string) => get(`${base}/${first}/backuptasks?${query}`);
    await use({ simulator, clock, policies, project: projectId, get, refused, tasks });
  } finally {
    await simulator.close();
  }
};
