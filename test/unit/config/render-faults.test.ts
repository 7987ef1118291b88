import assert from 'node:assert/strict';
import { it } from 'node:test';
import { renderFaults } from '../../../src/config/render-faults.ts';

it('renderFaults writes one line per fault', () => {
  const fault = { file: 'a.yaml', line: 2, column: 3, message: 'x' };
  assert.equal(renderFaults([fault, { ...fault, line: 4, message: 'y' }]), 'a.yaml:2:3 x\na.yaml:4:3 y');
  assert.equal(renderFaults([]), '');
});
