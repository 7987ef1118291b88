import assert from 'node:assert/strict';
import { join, resolve } from 'node:path';
import { test } from 'node:test';
import { pathOfCaller } from '../../../src/cli/path-of-caller.ts';

const OWN = join(import.meta.dirname, '../../../package.json');

test('npm runs scripts in the folder of the package: a path is meant as seen from where npm was called', () => {
  const environment = { npm_package_json: OWN, INIT_CWD: '/home/somebody' };
  assert.equal(pathOfCaller('jobweave.yaml', environment), '/home/somebody/jobweave.yaml');
  assert.equal(pathOfCaller('../x/jobweave.yaml', environment), '/home/x/jobweave.yaml');
  assert.equal(pathOfCaller('/etc/jobweave.yaml', environment), '/etc/jobweave.yaml');
});

test('elsewhere it is meant as seen from the working directory, also in scripts of other packages', () => {
  assert.equal(pathOfCaller('a.yaml', {}), resolve('a.yaml'));
  const environment = { npm_package_json: '/other/package.json', INIT_CWD: '/home/somebody' };
  assert.equal(pathOfCaller('a.yaml', environment), resolve('a.yaml'));
});
