import { request } from 'undici';
import type { Operation, Question } from '../workloads/workload.ts';

const SHOWN = 200;

interface Json {
  readonly [name: string]: unknown;
}

const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null;

/** Where two values differ first, and how; ids apart. `null`: nowhere. */
function difference(expected: unknown, got: unknown, path: string): string | null {
  if (isObject(expected) && isObject(got)) {
    const names = new Set([...Object.keys(expected), ...Object.keys(got)].filter((name) => name !== 'id'));
    for (const name of names) {
      const found = difference(expected[name], got[name], `${path}.${name}`);
      if (found !== null) return found;
    }
    return null;
  }
  const [wanted, is] = [expected, got].map((value) => JSON.stringify(value)?.slice(0, SHOWN));
  return wanted === is ? null : `${path} is ${is} instead of ${wanted}`;
}

/** The operation with one instant in its varying variable. */
export const at = (operation: Operation, instant: number): Operation =>
  operation.varying === null
    ? operation
    : {
        ...operation,
        variables: { ...operation.variables, [operation.varying]: new Date(instant).toISOString() },
      };

export async function post(url: string, { operationName, query, variables }: Operation): Promise<string> {
  const { statusCode, body } = await request(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body: JSON.stringify({ operationName, query, variables }),
  });
  const text = await body.text();
  if (statusCode !== 200) throw new Error(`HTTP ${statusCode}: ${text.slice(0, SHOWN)}`);
  return text;
}

/** What is wrong with the answers of a server to a question; `null`: all of those that are checked are right. */
export async function faultOf(
  url: string,
  { operation, expected, checks }: Question,
): Promise<string | null> {
  for (const instant of checks) {
    try {
      const { data, errors } = JSON.parse(await post(url, at(operation, instant)));
      const fault = difference({ data: expected(instant) }, { data, errors }, 'answer');
      if (fault !== null) return fault;
    } catch (error) {
      return String(error);
    }
  }
  return null;
}
