import assert from 'node:assert/strict';
import { test } from 'node:test';
import { codeOfStatus, SIGN_IN, WORDED, WORDLESS } from '../../../../src/upstream/fault/code-of-status.ts';

/** Without a word of the vendor's own, with one, at a sign-in. */
const MEANINGS = [WORDLESS, WORDED, SIGN_IN];
const SAME = (code: string): string[] => MEANINGS.map(() => code);

const TABLE: Readonly<Record<number, readonly string[]>> = {
  200: SAME('UPSTREAM_BAD_RESPONSE'),
  302: SAME('UPSTREAM_BAD_RESPONSE'),
  400: ['UPSTREAM_REJECTED', 'UPSTREAM_REJECTED', 'UPSTREAM_AUTH_FAILED'],
  401: ['CREDENTIALS_EXPIRED', 'CREDENTIALS_EXPIRED', 'UPSTREAM_AUTH_FAILED'],
  403: SAME('UPSTREAM_FORBIDDEN'),
  404: ['UPSTREAM_REJECTED', 'NOT_FOUND', 'UPSTREAM_AUTH_FAILED'],
  408: SAME('UPSTREAM_TIMEOUT'),
  418: ['UPSTREAM_REJECTED', 'UPSTREAM_REJECTED', 'UPSTREAM_AUTH_FAILED'],
  429: SAME('UPSTREAM_RATE_LIMITED'),
  500: SAME('UPSTREAM_UNAVAILABLE'),
  503: SAME('UPSTREAM_UNAVAILABLE'),
  504: SAME('UPSTREAM_TIMEOUT'),
  599: SAME('UPSTREAM_UNAVAILABLE'),
};

for (const [status, codes] of Object.entries(TABLE))
  test(`HTTP ${status} means ${codes.join(', ')}`, () => {
    assert.deepEqual(
      MEANINGS.map((meaning) => codeOfStatus(Number(status), meaning)),
      codes,
    );
  });
