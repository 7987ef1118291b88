import assert from 'node:assert/strict';
import { test } from 'node:test';
import { jobUrl, templateFault } from '../../../src/model/job-url.ts';
import { makeJob } from './make-job.ts';

const job = makeJob({ nativeId: 'a/b ?', kind: 'backup', resource: { nativeId: 'vm-1', type: null } });

test('what stands between braces is filled in, so that it changes nothing else of the address', () => {
  assert.equal(
    jobUrl(job, 'https://c.example/jobs/{nativeId}?k={kind}&r={resourceId}'),
    'https://c.example/jobs/a%2Fb%20%3F?k=backup&r=vm-1',
  );
  assert.equal(jobUrl(job, 'https://c.example/all'), 'https://c.example/all');
});

test('a job that lacks something has no address, nor has one without a template', () => {
  assert.equal(jobUrl(job, null), null);
  assert.equal(jobUrl({ ...job, resource: null }, 'https://c.example/{resourceId}/{nativeId}'), null);
  assert.equal(jobUrl({ ...job, nativeId: '\ud800' }, 'https://c.example/{nativeId}'), null);
});

test('a template is an http or https URL whose places are known', () => {
  for (const template of [
    'https://c.example/{nativeId}',
    'http://10.0.0.5:8080/#/jobs/{originId}/{nativeId}',
  ])
    assert.equal(templateFault(template), null, template);
  assert.match(templateFault('https://c.example/{id}') ?? '', /has \{id\}; there are \{nativeId\}/);
  for (const template of [
    '{nativeId}',
    'javascript:alert(1)',
    'ftp://c.example/{nativeId}',
    'https://{nativeId}/',
    'https://c.example/{',
    'https://c.example/a b',
    '',
  ])
    assert.notEqual(templateFault(template), null, template);
});
