import assert from 'node:assert/strict';
import type { PageRecord } from '../walk/page-record.ts';

/** What a client relies upon in order to walk on, and to stop. */
export function judgePage({ step, edges, goesOn, from, end }: PageRecord): void {
  assert.ok(edges.length <= step.size, 'more rows than were asked for');
  if (!goesOn) return;
  assert.ok(edges.length > 0, 'an empty page has a next one');
  assert.ok(end !== null && end !== from, 'a cursor that goes on does not differ');
}
