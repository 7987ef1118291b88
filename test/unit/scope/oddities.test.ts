import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Oddities } from '../../../src/scope/oddities.ts';

test('nothing odd, nothing told', () => {
  assert.equal(new Oddities().summary, null);
});

test('each kind is told once, with the number of places', () => {
  const oddities = new Oddities();
  oddities.tell('job.at: not a time', '/jobs 0');
  assert.equal(oddities.summary, 'job.at: not a time');
  oddities.tell('job.at: not a time', '/jobs 0');
  assert.equal(oddities.summary, 'job.at: not a time', 'a row that is read again');
  oddities.tell('job.at: not a time', '/jobs 1');
  oddities.tell('job.at: not a time', '/others 1');
  oddities.tell('job.name: not a text', '/jobs 1');
  assert.equal(oddities.summary, 'job.at: not a time (3 times); job.name: not a text');
});

test('many kinds are counted', () => {
  const oddities = new Oddities();
  for (let i = 0; i < 8; i++) oddities.tell(`f${i}`, 'here');
  assert.equal(oddities.summary, 'f0; f1; f2; f3; f4; and 3 more');
});
