import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SourceError } from '../../../src/model/source-error.ts';
import { toGraphQLError } from '../../../src/resolvers/errors.ts';

test('everything known about the failure is in the extensions', () => {
  const error = new SourceError({
    code: 'UPSTREAM_RATE_LIMITED',
    message: 'dc1 asks us to slow down',
    retryAfterMs: 2000,
    upstreamStatus: 429,
    requestId: 'a1b2',
    cause: new Error('never shown'),
  });
  assert.deepEqual(toGraphQLError(error, 'dc1', ['jobs']).toJSON(), {
    message: 'dc1 asks us to slow down',
    path: ['jobs'],
    extensions: {
      code: 'UPSTREAM_RATE_LIMITED',
      source: 'dc1',
      retryable: true,
      retryAfterMs: 2000,
      upstreamStatus: 429,
      requestId: 'a1b2',
    },
  });
});

test('what is not known is left out, a false stays', () => {
  const error = new SourceError({ code: 'NOT_FOUND', message: 'gone' });
  assert.deepEqual(toGraphQLError(error, null).toJSON(), {
    message: 'gone',
    extensions: { code: 'NOT_FOUND', retryable: false },
  });
});
