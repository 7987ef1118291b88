import assert from 'node:assert/strict';
import type { Answer } from '../support/create-test-gateway.ts';
import type { SourceId } from '../support/fault-cells.ts';
import { type JobAnswer, nameOf, namesIn, type Row } from './job-answer.ts';

const TOO_LATE: ReadonlySet<string | null> = new Set(['UPSTREAM_LATE', 'DEADLINE_EXCEEDED']);

/** Throws unless the answer holds every row of the sources that are well. Gives the ill one's code; `null`: it is well. */
export function judgeAnswer(
  { data, errors, status }: Answer<JobAnswer>,
  ill: SourceId,
  expected: readonly Row[],
): string | null {
  const reports = data.jobs?.sources ?? [];
  const given = new Set(namesIn(data));
  const missing = expected.filter((row) => !given.has(nameOf(row)));
  const failed = reports.filter(({ state }) => state !== 'OK');
  const code = failed[0]?.error?.code ?? null;
  assert.equal(status, 200);
  assert.equal(reports.length, 5);
  assert.deepEqual(
    failed.map(({ source }) => source.id),
    code === null ? [] : [ill],
  );
  for (const { state } of failed)
    assert.equal(
      state === 'LATE',
      TOO_LATE.has(code),
      `${state} with ${code}, ${missing.length} rows missing`,
    );
  // Jobs that have ended may be remembered; where none is missing, the report alone tells that something is odd.
  assert(missing.every(({ sourceId }) => code !== null && sourceId === ill));
  assert.deepEqual(
    errors.map(({ extensions }) => [extensions['source'], extensions['code']]),
    missing.length === 0 ? [] : [[ill, code]],
  );
  assert.deepEqual(
    namesIn(data),
    expected.map(nameOf).filter((name) => given.has(name)),
  );
  return code;
}
