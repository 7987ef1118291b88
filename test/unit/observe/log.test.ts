import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createLog, type LogLine } from '../../../src/observe/log/log.ts';

/** What is written for one line; `null`: nothing. */
function written(line: LogLine, options: Parameters<typeof createLog>[0] = {}): string | null {
  const lines: string[] = [];
  createLog({ ...options, write: (text) => lines.push(text) })(line);
  return lines[0] ?? null;
}

test('a line is JSON with time, level and event', () => {
  const text = written({ level: 'warn', event: 'slow-operation', durationMs: 7 }) ?? '';
  assert.equal(text.endsWith('}\n'), true);
  const { time, ...rest } = JSON.parse(text);
  assert.deepEqual(rest, { level: 'warn', event: 'slow-operation', durationMs: 7 });
  assert.match(time, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
});

test('what is below the level is not written', () => {
  assert.equal(written({ level: 'debug', event: 'e' }), null);
  assert.notEqual(written({ level: 'debug', event: 'e' }, { level: 'debug' }), null);
  assert.equal(written({ level: 'info', event: 'e' }, { level: 'error' }), null);
});

test('nobody can write a line of his own by what a vendor or a client says', () => {
  const text = written({ level: 'info', event: 'e', operation: 'A\n{"level":"fatal"}\r\u2028' }) ?? '';
  assert.equal(text.trimEnd().split(/[\n\r\u2028]/).length, 1);
});

test('secrets are taken out by their names, their forms and their values, however deep', () => {
  const clean = (text: string): string => text.replaceAll('hunter2hunter2', '***');
  const text = written(
    {
      level: 'error',
      event: 'e',
      reason: 'GET http://10.1.2.3:8080/x said password=s3cretW0rd',
      list: [{ header: 'Authorization: Bearer abcdefgh12345678', own: 'is hunter2hunter2 there' }],
    },
    { clean },
  );
  assert.doesNotMatch(text ?? '', /10\.1\.2\.3|s3cretW0rd|abcdefgh12345678|hunter2/);
  assert.match(text ?? '', /is \*\*\* there/);
});
