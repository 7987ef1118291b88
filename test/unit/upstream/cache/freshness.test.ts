import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import CachePolicy from 'http-cache-semantics';
import { type CacheDefaults, freshness, untold } from '../../../../src/upstream/cache/freshness.ts';

const NOW = Date.UTC(2026, 0, 1);
const at = (seconds: number): string => new Date(NOW + seconds * 1_000).toUTCString();
const NONE: CacheDefaults = {
  cacheSeconds: 0,
  shareSeconds: 0,
  staleWhileRevalidateSeconds: 0,
  staleIfErrorSeconds: 0,
};

type Headers = Readonly<Record<string, string>>;

/** What a private cache may do: whether to keep an answer, and for how long it is fresh. */
interface Verdict {
  readonly isKept: boolean;
  readonly freshMs: number;
}

function ours(headers: Headers): Verdict {
  const life = freshness(headers, false, NONE, NOW);
  return { isKept: life !== null, freshMs: life?.freshMs ?? 0 };
}

/** The reference: without guesses from `Last-Modified`, and without a life of its own for what is called immutable. */
function theirs(headers: Headers): Verdict {
  class Policy extends CachePolicy {
    now() {
      return NOW;
    }
  }
  const policy = new Policy(
    { headers: {}, method: 'GET', url: '/' },
    { status: 200, headers },
    { shared: false, cacheHeuristic: 0, immutableMinTimeToLive: 0 },
  );
  const seconds = policy.maxAge() - policy.age();
  return { isKept: policy.storable(), freshMs: Math.max(0, Math.round(seconds * 1_000)) };
}

/** Where the reference differs, and why we do not follow. Not drawn; each is shown to differ. */
const DIFFERENCES: readonly (readonly [why: string, headers: Headers, ours: Verdict])[] = [
  [
    'names of directives have no case (RFC 9111 §5.2)',
    { 'cache-control': 'Max-Age=60' },
    { isKept: true, freshMs: 60_000 },
  ],
  [
    'of a directive that comes twice, the first counts (§4.2.1)',
    { 'cache-control': 'max-age=60, max-age=10' },
    { isKept: true, freshMs: 60_000 },
  ],
  [
    'what is no number is no lifetime (§4.2.1)',
    { 'cache-control': 'max-age=60s' },
    { isKept: true, freshMs: 0 },
  ],
  [
    'a lifetime of nothing is one nevertheless, and goes before `Expires` (§4.2.1)',
    { 'cache-control': 'max-age=', expires: at(60) },
    { isKept: true, freshMs: 0 },
  ],
  [
    'a number too large to be meant is 2^31 (§1.2.2)',
    { 'cache-control': 'max-age=99999999999' },
    { isKept: true, freshMs: 2 ** 31 * 1_000 },
  ],
  [
    'an age that is no number of seconds is ignored (§5.1)',
    { 'cache-control': 'max-age=60', age: '-40' },
    { isKept: true, freshMs: 60_000 },
  ],
  [
    'a date is a date of HTTP, or none (RFC 9110 §5.6.7)',
    { expires: '2026-01-01T00:01:00Z' },
    { isKept: true, freshMs: 0 },
  ],
  [
    'an answer that fits no other request is not kept for one (§4.1)',
    { 'cache-control': 'max-age=60', vary: 'accept, *' },
    { isKept: false, freshMs: 0 },
  ],
];

for (const [why, headers, expected] of DIFFERENCES)
  test(`unlike the reference, ${why}`, () => {
    assert.deepEqual(ours(headers), expected);
    assert.notDeepEqual(theirs(headers), expected);
  });

const seconds = fc.nat({ max: 100_000 });
const directive = fc.oneof(
  fc.constantFrom(
    'no-store',
    'no-cache',
    'must-revalidate',
    'private',
    'public',
    'immutable',
    'no-transform',
  ),
  fc.constantFrom('max-age', 'max-age=x', 'max-age="60"', 'no-cache="set-cookie"', ''),
  seconds.map((value) => `max-age=${value}`),
  seconds.map((value) => `s-maxage=${value}`),
  seconds.map((value) => `stale-if-error=${value}`),
);
const nameOf = (text: string): string => text.split('=')[0] ?? '';
const cacheControl = fc
  .uniqueArray(directive, { maxLength: 4, selector: nameOf })
  .chain((directives) => fc.constantFrom(',', ', ', ' , ').map((comma) => directives.join(comma)))
  .filter((text) => text !== '');
const date = fc.oneof(
  fc.integer({ min: -100_000, max: 100_000 }).map(at),
  fc.constantFrom('never', '', 'Thu, 01 Jan 1970 00:00:00 GMT', 'Thursday, 01-Jan-26 00:01:00 GMT'),
);
const headers = fc.record(
  {
    'cache-control': cacheControl,
    expires: date,
    date,
    age: fc.oneof(seconds.map(String), fc.constantFrom('', 'old', '10, 20')),
    pragma: fc.constantFrom('no-cache', 'other'),
    vary: fc.constantFrom('accept', 'Accept, Origin'),
    'last-modified': date,
  },
  { requiredKeys: [] },
);

test('but for these, it keeps what the reference keeps, and is fresh for as long', () => {
  fc.assert(
    fc.property(headers, (drawn) => {
      assert.deepEqual(ours(drawn), theirs(drawn));
    }),
    { numRuns: 2_000 },
  );
});

test('an answer that was old when it came is fresh for the rest only, by whichever header', () => {
  assert.equal(ours({ expires: at(60), date: at(0), age: '50' }).freshMs, 10_000);
  assert.equal(ours({ 'cache-control': 'max-age=60', age: '50' }).freshMs, 10_000);
  assert.equal(ours({ expires: at(60), date: at(0), age: '70' }).freshMs, 0);
});

test('where the vendor says nothing, our defaults hold; what several waited for has one of its own', () => {
  const defaults = { ...NONE, cacheSeconds: 1, shareSeconds: 3, staleIfErrorSeconds: 5 };
  const life = (said: Headers, isShared = false) => freshness(said, isShared, defaults, NOW);
  assert.deepEqual(life({}), { freshMs: 1_000, whileRevalidateMs: 0, ifErrorMs: 5_000 });
  assert.equal(life({}, true)?.freshMs, 3_000);
  assert.equal(life({ 'cache-control': 'max-age=0' }, true)?.freshMs, 0);
  assert.equal(life({ 'cache-control': 'stale-if-error=9' })?.ifErrorMs, 9_000);
  assert.equal(life({ 'cache-control': 'stale-if-error=soon' })?.ifErrorMs, 5_000);
});

test('what must be asked anew is never given past its time', () => {
  const defaults = { ...NONE, staleWhileRevalidateSeconds: 5, staleIfErrorSeconds: 5 };
  for (const word of ['must-revalidate', 'no-cache']) {
    const life = freshness({ 'cache-control': `${word}, stale-if-error=9` }, false, defaults, NOW);
    assert.deepEqual([life?.whileRevalidateMs, life?.ifErrorMs], [0, 0], word);
  }
});

test('headers that say nothing leave it to our defaults', () => {
  const defaults = {
    cacheSeconds: 1,
    shareSeconds: 2,
    staleWhileRevalidateSeconds: 3,
    staleIfErrorSeconds: 4,
  };
  for (const isShared of [false, true])
    assert.deepEqual(freshness({ etag: '"1"' }, isShared, defaults, 0), untold(isShared, defaults));
});
