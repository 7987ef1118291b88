import assert from 'node:assert/strict';
import { type JobAnswer, nameOf, namesIn, type Row } from './job-answer.ts';

/**
 * Throws unless the rows of a first page are those that its reports promise: of the sources that are `OK`, merged, none
 * left out; of the others some at most, in their places.
 */
export function judgePage(answer: JobAnswer, size: number, expected: readonly Row[]): void {
  const states = new Map(answer.jobs?.sources.map(({ source, state }) => [source.id, state]));
  const given = namesIn(answer);
  const isGiven = new Set(given);
  const isOwed = (row: Row): boolean => states.get(row.sourceId) === 'OK' || isGiven.has(nameOf(row));
  assert.equal(states.size, 5);
  assert.deepEqual(given, expected.filter(isOwed).slice(0, size).map(nameOf));
}
