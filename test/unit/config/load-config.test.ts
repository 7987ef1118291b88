import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { parseConfig, readConfig } from '../../../src/config/load-config.ts';
import { settingsSchemas } from '../../../src/create-gateway.ts';
import { accept, alphaFile, authOf, betaFile, refuse } from './helpers.ts';
import { schemas } from './schemas.ts';

describe('a right file', () => {
  it('gives sources with defaults applied, and the server that is the default', () => {
    assert.deepEqual(accept(alphaFile()), {
      server: { host: '127.0.0.1', port: 4000 },
      sources: [
        {
          id: 'dc1',
          backend: 'alpha',
          settings: {
            endpoint: 'http://10.0.0.5:8080',
            timeZone: 'UTC',
            auth: { type: 'account', account: 'admin', password: 'pw' },
            retries: 2,
            deadlineMs: 5000,
            fast: false,
          },
        },
      ],
    });
  });

  it('gives the server as written', () => {
    const { server } = accept(`server: { host: '::1', port: 0, cursorKey: 0123456789abcdef }\n${betaFile()}`);
    assert.deepEqual(server, { host: '::1', port: 0, cursorKey: '0123456789abcdef' });
  });

  it('may begin with a byte order mark, and places are as without it', () => {
    assert.equal(accept(`\uFEFF${alphaFile()}`).sources.length, 1);
    assert.deepEqual(refuse('\uFEFFsources: 3'), [
      '1:10 `sources` must be a list, not a number; give a list of sources, `- id: …` each',
    ]);
  });

  it('may use aliases', () => {
    const text = `${alphaFile('', '&shared { type: account, account: a, password: p }')}  - { id: b, backend: beta, region: r, auth: *shared }`;
    const { sources } = accept(text);
    assert.deepEqual(authOf(sources[1]), { type: 'account', account: 'a', password: 'p' });
  });
});

describe('a file with nothing in it', () => {
  for (const [text, fault] of [
    ['', '1:1 the file is empty; write `sources:` and a list of sources'],
    ['# nothing\n', '1:1 the file is empty; write `sources:` and a list of sources'],
    ['server: {}', '1:1 `sources` is missing; give a list of sources, `- id: …` each'],
    ['sources:', '1:9 `sources` is empty; give a list of sources, `- id: …` each'],
    ['sources: []', '1:10 `sources` is an empty list; give at least one source, `- id: …`'],
    [
      'sources: { id: a }',
      '1:10 `sources` must be a list, not a map of keys; give a list of sources, `- id: …` each',
    ],
    [
      'sources: [7]',
      '1:11 `sources[0]` must be a map of keys, not a number; give a map of keys, `id`, `backend` and those of the backend',
    ],
    [
      '- id: a',
      '1:1 the file must be a map of keys, not a list; give a map, with the list of sources under `sources:`',
    ],
    [
      'hello',
      '1:1 the file must be a map of keys, not text; give a map, with the list of sources under `sources:`',
    ],
  ] as const) {
    it(JSON.stringify(text), () => assert.deepEqual(refuse(text), [fault]));
  }
});

describe('the faults of a file', () => {
  it('are told all together, sorted by place, each once', () => {
    const text = [
      'server: { port: 70000, prot: 1 }',
      'sources:',
      '  - id: dc1',
      '    backend: alpha',
      '    endpont: http://x',
      '    timeZone: Asia/Shangai',
      '    auth: { type: acount, account: a }',
      '    retries: "3"',
      '  - id: dc1',
      '    backend: beta',
      '    projectId: 05',
      '    mode: fst',
      '  - id: Third',
      '    backend: bta',
      `    region: "\${NOWHERE}"`,
    ].join('\n');
    assert.deepEqual(refuse(text), [
      '1:17 `server.port` must be at most 65535',
      '1:24 unknown key `prot`; did you mean `port`? allowed here: host, port, cursorKey, scan, vendorRequests, limits, sourceErrors, allowedHosts, allowedOrigins, graphiql, federation, knownOperations, metrics, log, tracing, probeSeconds, shutdown, admission, reloadOnChange',
      '5:5 unknown key `endpont`; did you mean `endpoint`? allowed here: id, backend, endpoint, timeZone, auth, retries, deadlineMs, fast',
      '6:15 `timeZone` must be an IANA time zone, such as Asia/Shanghai or UTC; did you mean Asia/Shanghai?',
      '7:19 `auth.type` must be one of account, access-key; did you mean account?',
      '8:14 `retries` must be a number, not text; a number stands without quotes',
      '9:9 duplicate id `dc1`; line 3 has it already, give each source its own',
      '11:16 `projectId` must be text, not a number; put it in quotes',
      '12:11 `mode` must be one of fast, slow; did you mean fast?',
      '13:9 `id` must be lower-case letters, digits and `-`, at most 40',
      '14:14 `backend` must be one of alpha, beta; did you mean beta?',
      `15:13 environment variable NOWHERE is not set; set it or write \${NOWHERE:-default}`,
    ]);
  });

  it('name missing keys and what they are for', () => {
    assert.deepEqual(refuse('sources:\n  - backend: alpha'), [
      '2:5 `auth` is missing; give a map of keys',
      "2:5 `endpoint` is missing; give the address of the vendor's API, such as https://api.example.com",
      '2:5 `id` is missing; give a name of your own: lower-case letters, digits and `-`',
    ]);
    assert.deepEqual(refuse('sources: [{ id: a }]'), ['1:11 `backend` is missing; give one of alpha, beta']);
  });

  it('hold the rules across keys', () => {
    assert.deepEqual(refuse('sources: [{ id: a, backend: beta }]'), [
      '1:11 this source needs `region` or `endpoint`',
    ]);
  });

  it('tell unknown keys even where the backend is unknown', () => {
    assert.match(
      refuse('sources: [{ id: a, bakend: beta, region: r }]').join('\n'),
      /unknown key `bakend`; did you mean `backend`\?/,
    );
  });

  it('take an id of 40 characters and no more', () => {
    assert.equal(accept(betaFile().replace('id: b', `id: ${'a'.repeat(40)}`)).sources.length, 1);
    assert.match(refuse(betaFile().replace('id: b', `id: ${'a'.repeat(41)}`)).join(), /^2:9 `id` must be/);
  });

  it('want a cursor key of 16 characters', () => {
    assert.deepEqual(refuse(`server: { cursorKey: short }\n${betaFile()}`), [
      '1:22 `server.cursorKey` must have at least 16 characters',
    ]);
  });

  it('tell an empty value', () => {
    assert.deepEqual(refuse(betaFile('    origins:\n')), ['5:13 `origins` is empty; give a list of ids']);
  });
});

describe('a union', () => {
  const auth = (value: string) => betaFile(`    auth: ${value}\n`);

  for (const [kind, fileOf] of [
    ['discriminated', (value: string) => alphaFile('', value)],
    ['plain', auth],
  ] as const) {
    it(`(${kind}) is judged by the branch that \`type\` names`, () => {
      assert.deepEqual(refuse(fileOf('{ type: account, account: 3, pasword: hunter2 }')), [
        '5:37 `auth.account` must be text, not a number; put it in quotes',
        '5:40 unknown key `pasword`; did you mean `password`? allowed here: type, account, password',
      ]);
      assert.match(
        refuse(fileOf('{ type: access-key, id: a }')).join('\n'),
        /^5:11 `auth\.secret` is missing; give the secret/,
      );
    });

    it(`(${kind}) names the types where none is right`, () => {
      assert.match(
        refuse(fileOf('{ type: other }')).join('\n'),
        /^5:19 `auth\.type` must be one of account, access-key$/,
      );
      assert.match(
        refuse(fileOf('{ account: a }')).join('\n'),
        /^5:11 `auth\.type` is missing; give one of account, access-key$/,
      );
      assert.match(refuse(fileOf('token')).join('\n'), /^5:11 `auth` must be a map of keys, not text$/);
    });
  }

  it('of kinds names all of them', () => {
    assert.deepEqual(refuse(betaFile('    either: 3\n')), [
      '5:13 `either` must be text, not a number; put it in quotes, or must be a list, not a number',
    ]);
    assert.match(refuse(betaFile('    either: [a, 3]\n')).join(), /^5:17 `either\[1\]` must be text/);
  });
});

describe('readConfig', () => {
  const inFolder = async (work: (folder: string) => Promise<void>) => {
    const folder = await mkdtemp(join(tmpdir(), 'config-'));
    await work(folder).finally(() => rm(folder, { recursive: true }));
  };
  const faultOf = async (file: string) => {
    const result = await readConfig(file, {}, schemas);
    assert.equal(result.ok, false);
    if (result.ok || result.faults.length !== 1) return assert.fail('one fault expected');
    const { line, column, message } = result.faults[0] ?? assert.fail();
    return `${line}:${column} ${message}`;
  };

  it('reads a file', () =>
    inFolder(async (folder) => {
      const file = join(folder, 'c.yaml');
      await writeFile(file, `\uFEFF${alphaFile(`    fast: "\${FAST}"\n`)}`);
      const result = await readConfig(file, { FAST: 'true' }, schemas);
      assert.ok(result.ok);
      assert.deepEqual(result.config, accept(alphaFile('    fast: true')));
    }));

  it('says in one fault why a file cannot be read', () =>
    inFolder(async (folder) => {
      const file = join(folder, 'c.yaml');
      assert.equal(await faultOf(file), '1:1 there is no such file; check the path');
      assert.equal(await faultOf(folder), '1:1 this is a directory; name the file in it');
      await writeFile(file, Buffer.from([0xff, 0xfe, 0x61, 0x00]));
      assert.equal(await faultOf(file), '1:1 the file is not UTF-8; save it as UTF-8');
      await writeFile(file, '');
      assert.equal(await faultOf(file), '1:1 the file is empty; write `sources:` and a list of sources');
      assert.match(await faultOf('a\0b'), /^1:1 the file cannot be read \(ERR_INVALID_ARG_VALUE\)/);
    }));

  it('reads 1 MiB and no more', () =>
    inFolder(async (folder) => {
      const file = join(folder, 'c.yaml');
      const head = betaFile();
      const comment = (bytes: number) => `${head}#${'x'.repeat(bytes - head.length - 1)}`;
      await writeFile(file, comment(1024 * 1024));
      assert.equal((await readConfig(file, {}, schemas)).ok, true);
      await writeFile(file, comment(1024 * 1024 + 1));
      assert.equal(await faultOf(file), '1:1 the file is larger than 1 MiB; is it the right one?');
    }));
});

it('a length of time with a unit is told in the unit of the key', () => {
  const file = (line: string) =>
    `sources:\n  - { id: a, backend: zstack, endpoint: "http://n", timeZone: UTC, auth: { type: account, account: a, password: p }, ${line} }`;
  const told = (line: string) => {
    const result = parseConfig(file(line), 'f', {}, settingsSchemas);
    return result.ok ? '' : result.faults.map(({ message }) => message).join();
  };
  assert.equal(told('timeoutMs: 8s'), '`timeoutMs` must be a number, not text; write 8000, in milliseconds');
  assert.equal(
    told('cacheSeconds: 2 min'),
    '`cacheSeconds` must be a number, not text; write 120, in seconds',
  );
  assert.equal(
    told('breaker: { halfOpenAfterMs: 1.5s }'),
    '`breaker.halfOpenAfterMs` must be a number, not text; write 1500, in milliseconds',
  );
  assert.equal(told('retries: 8s'), '`retries` must be a number, not text');
  assert.match(told('deadlineMs: 2 minutes'), /write 120000, in milliseconds$/);
  assert.match(told('discoverySeconds: 1.5 Hours'), /write 5400, in seconds$/);
});

it('a backend without its vendor’s name is recognized', () => {
  const result = parseConfig('sources: [{ id: a, backend: workspace }]', 'f', {}, settingsSchemas);
  assert.match(result.ok ? '' : (result.faults[0]?.message ?? ''), /; did you mean huawei-workspace\?$/);
});
