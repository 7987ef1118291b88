import assert from 'node:assert/strict';
import { type JobAnswer, nameOf, namesIn, type Row } from './job-answer.ts';

/** Throws unless a whole walk gives each row once, and marks those that come after their turn, and no others. Counts these. */
export function judgeWalk(pages: readonly JobAnswer[], expected: readonly Row[]): number {
  const ranks = new Map(expected.map((row, rank) => [nameOf(row), rank]));
  const names = pages.flatMap(namesIn);
  const marks = pages.flatMap(({ jobs }) => (jobs?.edges ?? []).map(({ late }) => late));
  assert.equal(new Set(names).size, names.length, 'a row came twice');
  assert.deepEqual([...names].sort(), [...ranks.keys()].sort());
  let furthest = -1;
  for (const [place, name] of names.entries()) {
    const rank = ranks.get(name) ?? -1;
    assert.equal(marks[place], rank < furthest, `${name} is ${rank < furthest ? 'not ' : ''}marked late`);
    furthest = Math.max(furthest, rank);
  }
  return marks.filter(Boolean).length;
}
