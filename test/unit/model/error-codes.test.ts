import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CODES, type CodeFacts } from '../../../src/model/error-codes.ts';

/** Written down by hand: which codes each fact holds for. */
const HOLDS: Readonly<Partial<Record<keyof CodeFacts, string>>> = {
  retryable:
    'UPSTREAM_TIMEOUT UPSTREAM_UNAVAILABLE UPSTREAM_CIRCUIT_OPEN UPSTREAM_LATE UPSTREAM_RATE_LIMITED ' +
    'GATEWAY_OVERLOADED DEADLINE_EXCEEDED SCAN_LIMIT_REACHED',
  countsAgainstVendor:
    'UPSTREAM_TIMEOUT UPSTREAM_UNAVAILABLE UPSTREAM_LATE UPSTREAM_RATE_LIMITED UPSTREAM_BAD_RESPONSE',
  withdrawsCached: 'UPSTREAM_AUTH_FAILED UPSTREAM_FORBIDDEN UPSTREAM_REJECTED UNAUTHENTICATED NOT_FOUND',
  needsPerson:
    'UPSTREAM_AUTH_FAILED UPSTREAM_FORBIDDEN UPSTREAM_REJECTED OPERATION_TOO_COSTLY UNAUTHENTICATED NOT_FOUND ' +
    'INTERNAL_SERVER_ERROR',
  isCallers: 'UPSTREAM_AUTH_FAILED UPSTREAM_FORBIDDEN UNAUTHENTICATED',
  isOfRequest: 'UPSTREAM_BAD_RESPONSE UPSTREAM_REJECTED NOT_FOUND',
};

const entries = Object.entries<CodeFacts>(CODES);
const codesWhere = (holds: (facts: CodeFacts) => boolean): string[] =>
  entries.filter(([, facts]) => holds(facts)).map(([code]) => code);

for (const [fact, codes] of Object.entries(HOLDS)) {
  test(`${fact} holds for ${codes}`, () => {
    const found = codesWhere((facts) => facts[fact as keyof CodeFacts] === true);
    assert.deepEqual(found.toSorted(), codes.split(' ').toSorted());
  });
}

test('whose word a failure is by itself', () => {
  const ours =
    'UPSTREAM_CIRCUIT_OPEN GATEWAY_OVERLOADED OPERATION_TOO_COSTLY SCAN_LIMIT_REACHED INTERNAL_SERVER_ERROR';
  assert.deepEqual(
    codesWhere(({ origin }) => origin === 'caller'),
    ['DEADLINE_EXCEEDED', 'UNAUTHENTICATED'],
  );
  assert.deepEqual(
    codesWhere(({ origin }) => origin === 'gateway'),
    ours.split(' '),
  );
});

test('what passes needs nobody, and only the vendor’s own failures count against it', () => {
  for (const [code, facts] of entries) {
    assert(!(facts.retryable && facts.needsPerson), code);
    assert(!facts.countsAgainstVendor || facts.origin === 'vendor', code);
  }
});

test('a report calls late what ran out of time, and skips a source that the caller has no credential for', () => {
  assert.deepEqual(
    codesWhere(({ reportedAs }) => reportedAs === 'LATE'),
    ['UPSTREAM_LATE', 'DEADLINE_EXCEEDED'],
  );
  assert.deepEqual(
    codesWhere(({ reportedAs }) => reportedAs === 'SKIPPED'),
    ['UNAUTHENTICATED'],
  );
});
