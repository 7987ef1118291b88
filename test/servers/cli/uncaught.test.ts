import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { test } from 'node:test';

const MODULE = join(import.meta.dirname, '../../../src/cli/serve/run-until-stopped.ts');

const PROGRAM = `
import { runUntilStopped } from ${JSON.stringify(MODULE)};
const stop = async () => process.stdout.write('closed what it holds\\n');
runUntilStopped({ stop, reload: null, log: null }, (line) => process.stdout.write(line));
setInterval(() => undefined, 1_000);
FAILURE
`;

for (const [name, failure] of [
  [
    'an exception',
    "setTimeout(() => { throw new Error('password=hunter2hunter2 at http://10.1.2.3/') }, 10)",
  ],
  ['a rejection', "Promise.reject(new Error('password=hunter2hunter2 at http://10.1.2.3/'))"],
] as const)
  test(`${name} that nobody caught is logged without secrets, and the process ends in order, with 1`, async () => {
    const code = PROGRAM.replace('FAILURE', failure);
    const child = spawn(process.execPath, ['--input-type=module', '--eval', code]);
    const [out, err, [exitCode]] = await Promise.all([
      text(child.stdout),
      text(child.stderr),
      once(child, 'exit'),
    ]);
    assert.equal(exitCode, 1);
    assert.match(out, /Draining.*\nclosed what it holds/);
    const { level, event, reason } = JSON.parse(err.split('\n')[0] ?? '');
    assert.deepEqual([level, event], ['fatal', 'uncaught-exception']);
    assert.match(reason, /^Error: password/);
    assert.doesNotMatch(err, /hunter2|10\.1\.2\.3/);
  });
