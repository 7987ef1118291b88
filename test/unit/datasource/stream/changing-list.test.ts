import assert from 'node:assert/strict';
import { test } from 'node:test';
import { NO_HINT } from '../../../../src/datasource/feed/hint.ts';
import { openStream } from '../../../../src/datasource/stream/open-stream.ts';
import { createScanBudget } from '../../../../src/datasource/stream/residual-filter.ts';
import { sourceScope } from '../../../support/source-scope.ts';
import { listEngine, SPEC } from './list-engine.ts';

/** Something happens before the vendor answers the request of that number, counted from 1. */
type Change = readonly [request: number, happens: keyof typeof CHANGES];

const timeOf = (id: string): number => Number(/\d+$/.exec(id)?.[0]);

const positionOf = (ids: readonly string[], time: number): number =>
  ids.filter((id) => timeOf(id) > time).length;

const CHANGES = {
  'a row comes': (ids: string[], n: number) => ids.unshift(`new${2_000 + n}`),
  'a row comes late': (ids: string[], n: number) => ids.splice(positionOf(ids, 995 - n), 0, `late${995 - n}`),
  'the newest goes': (ids: string[]) => ids.shift(),
  'the second goes': (ids: string[]) => ids.splice(1, 1),
  'the oldest goes': (ids: string[]) => ids.pop(),
};

const KINDS = Object.keys(CHANGES) as (keyof typeof CHANGES)[];
const FIRST = ['a row comes', 'the oldest goes'] as const;

/** One while the end of the list is searched for, and another one up to where it is found. */
function* pairs(): Generator<readonly Change[]> {
  for (let one = 1; one <= 4; one++)
    for (let other = 5; other <= 14; other++)
      for (const first of FIRST)
        for (const second of KINDS)
          yield [
            [one, first],
            [other, second],
          ];
}

/** Reads a list of three rows, the oldest first, and tells what was there throughout and did not come, and what was said of the list. */
async function readWhile(changes: readonly Change[]) {
  const ids = ['j1000', 'j990', 'j980'];
  const always = new Set(ids);
  let requests = 0;
  const { engine } = listEngine(ids, {
    total: (page) => page.length,
    onRequest: () => {
      requests += 1;
      for (const [at, happens] of changes) if (at === requests) CHANGES[happens](ids, requests);
      for (const id of always) if (!ids.includes(id)) always.delete(id);
    },
  });
  const stream = openStream(
    engine,
    SPEC,
    {
      filter: {},
      plan: { isExcluded: false, query: [], pushedDown: [], residual: [], includes: () => true },
      direction: 'up',
      startOf: () => null,
      stopOf: () => null,
      hintOf: () => NO_HINT,
      need: () => ({ share: 20, most: 20, given: 0 }),
      budget: createScanBudget(1_000),
      scope: sourceScope(),
      matches: null,
    },
    () => undefined,
  );
  while (stream.beyond?.kind !== 'end') await stream.advance();
  const given = new Set(stream.rows.map(({ key }) => key.nativeId));
  return { lost: [...always.difference(given)], said: stream.notes.map(({ error }) => error.message) };
}

test('two changes while a list is read up lose no row, and are taken for no disorder', async () => {
  for (const changes of pairs())
    assert.deepEqual(await readWhile(changes), { lost: [], said: [] }, JSON.stringify(changes));
});
