import assert from 'node:assert/strict';
import { test } from 'node:test';
import { speaksOfVendor } from '../../../../src/upstream/policies/speaks-of-vendor.ts';
import { sourceScope } from '../../../support/source-scope.ts';
import { callOf, sourceError, timeOf } from '../support.ts';

interface Waited {
  /** In our own lines; milliseconds, as all of these. */
  readonly lines: number;
  /** `null`: the vendor was never asked. */
  readonly vendor: number | null;
  /** Default: yes. */
  readonly listened?: boolean;
}

function speaks(reason: unknown, { lines, vendor, listened = true }: Waited): boolean {
  const asker = new AbortController();
  asker.abort(reason);
  const sentAt = vendor === null ? null : 1_000 + lines;
  const scope = sourceScope({ signal: asker.signal });
  const call = callOf({ scope, begunAt: 1_000, sentAt, sentMoment: 7 });
  const loop = {
    now: () => 0,
    listenedSince: (moment: number) => moment !== 7 || listened,
    listenedFor: () => 0,
  };
  return speaksOfVendor(call, { now: () => 1_000 + lines + (vendor ?? 0), loop });
}

const late = sourceError('UPSTREAM_LATE');

test('whatever goes wrong while somebody waits is the vendor’s', () => {
  assert.equal(speaksOfVendor(callOf(), timeOf({ now: () => 0 })), true);
});

test('a deadline that passes while the vendor does not answer is the vendor’s', () => {
  assert.equal(speaks(late, { lines: 0, vendor: 0 }), true);
  assert.equal(speaks(late, { lines: 100, vendor: 100 }), true);
});

test('one that passes in our own lines is not, nor one that they left nothing of', () => {
  assert.equal(speaks(late, { lines: 100, vendor: null }), false);
  assert.equal(speaks(late, { lines: 100, vendor: 99 }), false);
});

test('one that passes while nobody could be heard is not', () => {
  assert.equal(speaks(late, { lines: 0, vendor: 100, listened: false }), false);
});

test('a client that hangs up, or a gateway that shuts down, says nothing', () => {
  for (const reason of [undefined, sourceError('UPSTREAM_UNAVAILABLE')])
    assert.equal(speaks(reason, { lines: 0, vendor: 100 }), false);
});
