import assert from 'node:assert/strict';
import { test } from 'node:test';
import { negotiateMediaTypes } from '../../../src/server/media-types.ts';

const JSON_TYPE = 'application/json';
const GRAPHQL = 'application/graphql-response+json';

const CASES: readonly (readonly [accept: string, type: string | null])[] = [
  ['', JSON_TYPE],
  [' , ', JSON_TYPE],
  ['*/*', JSON_TYPE],
  ['application/*', JSON_TYPE],
  ['text/html, */*;q=0.1', JSON_TYPE],
  ['application/json', JSON_TYPE],
  ['APPLICATION/JSON', JSON_TYPE],
  ['application/json; charset=utf-8', JSON_TYPE],
  ['application/json;charset=iso-8859-1;q=0.3', JSON_TYPE],
  ['application/json;q=rubbish', JSON_TYPE],
  ['application/vnd.github.v3+json', JSON_TYPE],
  ['application/vnd.github.v3+json; q=0.5, text/plain', JSON_TYPE],
  ['application/graphql+json', JSON_TYPE],
  ['application/problem+json', JSON_TYPE],
  [GRAPHQL, GRAPHQL],
  [`${GRAPHQL}; charset=utf-8, application/json; charset=utf-8`, GRAPHQL],
  [`${GRAPHQL},application/json;q=0.9`, GRAPHQL],
  [`application/json, ${GRAPHQL}`, JSON_TYPE],
  [`application/json;q=0.8, ${GRAPHQL};q=0.9`, GRAPHQL],
  [`${GRAPHQL};q=0.5, application/json`, JSON_TYPE],
  [`${GRAPHQL};q=0.5, application/vnd.github.v3+json`, JSON_TYPE],
  [`${GRAPHQL}, */*`, GRAPHQL],
  [`${GRAPHQL};q=0.9, */*`, JSON_TYPE],
  [`${GRAPHQL}, application/graphql+json, application/json, text/event-stream, multipart/mixed`, GRAPHQL],
  [`application/json;q=0, ${GRAPHQL};q=0.1`, GRAPHQL],
  ['application/json;q=0, */*', GRAPHQL],
  ['application/json;q=0', null],
  [`application/json;q=0, ${GRAPHQL};q=0, */*`, null],
  ['text/html', null],
  ['text/event-stream', null],
  ['application/jsonp', null],
  ['application/xml+jsonx', null],
  ['json', null],
];

/** Beside types for results that come in parts. */
const isOfWhole = (type: string): boolean => /^application\//.test(type);

for (const [accept, type] of CASES) {
  test(`${accept} gets ${type}`, () =>
    assert.deepEqual(negotiateMediaTypes(accept).filter(isOfWhole), type === null ? [] : [type]));
}

test('types for results that come in parts are known beside that', () => {
  assert.deepEqual(negotiateMediaTypes('multipart/mixed, text/event-stream;q=0.1, application/json'), [
    'application/json',
    'multipart/mixed',
    'text/event-stream',
  ]);
  assert.deepEqual(negotiateMediaTypes('text/event-stream'), ['text/event-stream']);
  assert.deepEqual(negotiateMediaTypes('text/event-stream;q=0, */*'), ['application/json']);
});
