import * as z from 'zod';
import { DEMO_TOKEN } from '../../../src/simulator/kit/huawei-gateway.ts';
import type { Simulator } from '../../../src/simulator/kit/simulator.ts';

/** 2026-11-20T10:00:00Z, where a simulated vendor's clock stands until a test moves it. */
export const START = 1_795_168_800_000;

export interface VendorAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Record<string, unknown>;
}

const OBJECT = z.record(z.string(), z.unknown());
const ROWS = z.array(OBJECT);

/** One GET with the static demo token, or with other headers. */
export async function get(
  { url }: Pick<Simulator, 'url'>,
  path: string,
  headers: Record<string, string> = { 'x-auth-token': DEMO_TOKEN },
): Promise<VendorAnswer> {
  const response = await fetch(url + path, { headers });
  return { status: response.status, headers: response.headers, body: OBJECT.parse(await response.json()) };
}

/** The list of objects under `key`. */
export const rowsOf = (answer: VendorAnswer, key: string): Record<string, unknown>[] =>
  ROWS.parse(answer.body[key]);

/** The values of one field, row by row. */
export const column = (rows: readonly Record<string, unknown>[], name: string): unknown[] =>
  rows.map((row) => row[name]);

/** The error envelope's fields and the HTTP status, without the gateway's request id. */
export const refusal = ({ status, body: { request_id: _, ...error } }: VendorAnswer) => ({ status, error });
