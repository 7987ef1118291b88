import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { type Command, parseArguments } from '../../../src/cli/arguments.ts';
import { helpText } from '../../../src/cli/help-text.ts';

const words = (line: string): string[] => (line === '' ? [] : line.split(' '));

function command(line: string): Command {
  const result = parseArguments(words(line));
  return result.ok ? result.command : assert.fail(result.fault.message);
}

function fault(argv: readonly string[]): string {
  const result = parseArguments(argv);
  return result.ok ? assert.fail('accepted') : result.fault.message;
}

const serve = {
  name: 'serve',
  config: null,
  port: null,
  host: null,
  workers: 1,
  fault: null,
  allowAnonymous: false,
} as const;
const simulate = {
  name: 'simulate',
  backend: null,
  port: null,
  jobs: null,
  origins: null,
  seed: null,
  latencyMs: null,
} as const;

describe('a right command line', () => {
  for (const [line, expected] of [
    ['', serve],
    ['serve', serve],
    ['serve --config a.yaml --port 0 --host ::1', { ...serve, config: 'a.yaml', port: 0, host: '::1' }],
    ['--fault backups=down,late', { ...serve, fault: 'backups=down,late' }],
    ['serve --workers 4', { ...serve, workers: 4 }],
    ['--port=65535 --config=-a', { ...serve, config: '-a', port: 65_535 }],
    ['--host 0.0.0.0 --allow-anonymous', { ...serve, host: '0.0.0.0', allowAnonymous: true }],
    ['--config a.yaml serve', { ...serve, config: 'a.yaml' }],
    ['init', { name: 'init', file: 'jobweave.yaml', force: false }],
    ['init --force --config a.yaml', { name: 'init', file: 'a.yaml', force: true }],
    ['check --config a.yaml', { name: 'check', config: 'a.yaml', json: false }],
    ['check --json --config a.yaml', { name: 'check', config: 'a.yaml', json: true }],
    ['schema', { name: 'schema', federation: false, typePrefix: null }],
    ['schema --federation', { name: 'schema', federation: true, typePrefix: null }],
    ['schema --type-prefix Jw', { name: 'schema', federation: false, typePrefix: 'Jw' }],
    ['config-schema', { name: 'config-schema' }],
    ['simulate', simulate],
    [
      'simulate --backend b --port 1 --jobs 100000 --origins 3 --seed 0 --latency 5',
      { name: 'simulate', backend: 'b', port: 1, jobs: 100_000, origins: 3, seed: 0, latencyMs: 5 },
    ],
    ['help', { name: 'help' }],
    ['help serve', { name: 'help' }],
    ['health', { name: 'health', config: null, port: null, host: null, pid: null }],
    ['health --pid 1', { name: 'health', config: null, port: null, host: null, pid: 1 }],
    ['-h', { name: 'help' }],
    ['check --nonsense --help', { name: 'help' }],
    ['--version', { name: 'version' }],
    ['version', { name: 'version' }],
  ] as const) {
    it(line === '' ? 'nothing' : line, () => assert.deepEqual(command(line), expected));
  }
});

describe('a wrong command line', () => {
  for (const [line, expected] of [
    ['serv', 'unknown command "serv"; did you mean serve?'],
    [
      'x',
      'unknown command "x"; there are serve, init, check, health, schema, config-schema, simulate, backends, help, version',
    ],
    [
      'serve a.yaml',
      'unexpected argument "a.yaml"; every value of serve follows an option, as in --config FILE',
    ],
    ['--prot 80', 'unknown option "--prot" of serve; did you mean --port?'],
    ['serve --prot 80', 'unknown option "--prot" of serve; did you mean --port?'],
    ['check --cnofig a.yaml', 'unknown option "--cnofig" of check; did you mean --config?'],
    ['serve --prot=80', 'unknown option "--prot" of serve; did you mean --port?'],
    ['schema --zzz', 'unknown option "--zzz" of schema; there are --federation, --type-prefix'],
    ['version -x', 'unknown option "-x" of version; there are none'],
    ['serve --json', '--json is not an option of serve; it belongs to check'],
    [
      'schema --type-prefix my_',
      '--type-prefix must begin with a capital letter, and be letters and digits, not "my_"',
    ],
    ['schema --port 1', '--port is not an option of schema; it belongs to serve and health and simulate'],
    ['check', 'check needs a file; write check --config FILE'],
    ['check --config', '--config needs a value; write --config VALUE or --config=VALUE'],
    ['check --config -', '--config needs a value; write --config VALUE or --config=VALUE'],
    ['check --config --json', '--config needs a value; write --config VALUE or --config=VALUE'],
    ['check --config=', '--config needs a value; write --config VALUE or --config=VALUE'],
    ['check --config a --config b', '--config is given twice; keep one'],
    ['check --config a --json=yes', '--json takes no value; write --json alone'],
    ['--port 65536', '--port must be a whole number from 0 to 65535, not "65536"'],
    ['--port 1e3', '--port must be a whole number from 0 to 65535, not "1e3"'],
    ['--port=-1', '--port must be a whole number from 0 to 65535, not "-1"'],
    ['health --port 0', '--port must be a whole number from 1 to 65535, not "0"'],
    ['simulate --jobs 0', '--jobs must be a whole number from 1 to 100000, not "0"'],
    ['simulate --jobs 100001', '--jobs must be a whole number from 1 to 100000, not "100001"'],
    ['simulate --seed 1.5', '--seed must be a whole number from 0 to 4294967295, not "1.5"'],
    ['--host a/b', '--host must be a host name or an IP address, such as 127.0.0.1, not "a/b"'],
  ] as const) {
    it(line, () => assert.equal(fault(words(line)), expected));
  }

  it('is one line, whatever is typed', () => {
    const word = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom(
        '--port',
        '--config',
        '--json',
        '--',
        '-',
        '-h',
        '--port=',
        'serve',
        'check',
        'simulate',
        '--__proto__',
        '--no-json',
      ),
    );
    fc.assert(
      fc.property(fc.array(word, { maxLength: 6 }), (argv) => {
        const result = parseArguments(argv);
        if (!result.ok) assert.match(result.fault.message, /^[^\n\r]+$/);
      }),
      { numRuns: 500 },
    );
  });
});

describe('the help text', () => {
  it('names every option that the commands take, and no other', () => {
    const named = new Set([...helpText.matchAll(/--([a-z]+(?:-[a-z]+)*)/g)].map((match) => match[1] ?? ''));
    for (const option of named) {
      const accepted = ['serve', 'init', 'check', 'health', 'schema', 'simulate', 'help'].some((name) => {
        const result = parseArguments([name, `--${option}`]);
        return result.ok || !/unknown option|not an option/.test(result.fault.message);
      });
      assert.ok(accepted, option);
    }
    assert(named.size > 12);
  });
});
