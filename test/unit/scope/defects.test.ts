import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SourceError } from '../../../src/model/source-error.ts';
import { createDefects } from '../../../src/scope/defects.ts';
import { Ledger } from '../../../src/scope/ledger.ts';
import { noteDefects } from '../../../src/scope/request-scope.ts';

function listening() {
  let now = 0;
  const told: string[] = [];
  const defects = createDefects(
    's',
    (reason, sourceId) => told.push(`${sourceId}: ${reason}`),
    () => now,
  );
  return { defects, told, pass: (ms: number) => (now += ms) };
}

const broken = (row: number): Error => new RangeError(`row ${row}`);

test('a defect is told with its stack; who asked gets an error that says nothing of it', () => {
  const { defects, told } = listening();
  const error = defects.asSourceError(broken(1));
  assert.deepEqual([error.code, error.origin, error.retryable], ['INTERNAL_SERVER_ERROR', 'gateway', false]);
  assert.doesNotMatch(error.message, /row 1/);
  assert.match(told[0] ?? '', /^s: RangeError: row 1\n {4}at broken/);
});

test('however many rows it spoils it is told once a minute, whatever its message names', () => {
  const { defects, told, pass } = listening();
  for (let row = 0; row < 1_000; row += 1) defects.tell(broken(row));
  assert.equal(told.length, 1);
  defects.tell(new RangeError('another place'));
  assert.equal(told.length, 2);
  pass(60_000);
  defects.tell(broken(1));
  assert.equal(told.length, 3);
});

test('what is no error is told as what it is', () => {
  const { defects, told } = listening();
  for (const thrown of ['text', undefined, null, Symbol('s'), Object.create(null)]) defects.tell(thrown);
  assert.deepEqual(told, [
    "s: thrown: 'text'",
    's: thrown: undefined',
    's: thrown: null',
    's: thrown: Symbol(s)',
  ]);
});

test('a SourceError is none, and stays as it is', () => {
  const { defects, told } = listening();
  const error = new SourceError({ code: 'UPSTREAM_TIMEOUT', message: 'slow' });
  assert.equal(defects.asSourceError(error), error);
  assert.deepEqual(told, []);
});

test('the ledger of an operation remembers the first defect', () => {
  const ledger = new Ledger();
  const defects = noteDefects(listening().defects, ledger);
  defects.asSourceError(new SourceError({ code: 'UPSTREAM_TIMEOUT', message: 'slow' }));
  assert.equal(ledger.defect, null);
  const first = defects.asSourceError(broken(1));
  defects.tell(broken(2));
  assert.equal(ledger.defect, first);
});
