import assert from 'node:assert/strict';
import { createServer, request as httpRequest, type Server } from 'node:http';
import { createServer as createTlsServer, type ServerOptions } from 'node:https';
import { connect } from 'node:net';
import { after, before, describe, test } from 'node:test';
import type { Simulator } from '../../../src/simulator/kit/simulator.ts';
import { createZstackSimulator } from '../../../src/simulator/zstack.ts';
import { createAuthority, selfSigned } from '../../support/create-authority.ts';
import { createTestGateway } from '../../support/create-test-gateway.ts';

interface Address extends AsyncDisposable {
  readonly port: number;
}

async function listen(server: Server): Promise<Address> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new TypeError('it does not listen');
  return {
    port: address.port,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

let vendor: Simulator;
before(async () => {
  vendor = await createZstackSimulator({ jobs: 5, origins: 1, live: false });
});
after(() => vendor.close());

/** The vendor behind TLS. */
const behindTls = (options: ServerOptions): Promise<Address> =>
  listen(
    createTlsServer(options, (incoming, response) => {
      const { method, url: path, headers } = incoming;
      const outgoing = httpRequest(`${vendor.url}${path}`, { method, headers }, (answer) => {
        response.writeHead(answer.statusCode ?? 0, answer.headers);
        answer.pipe(response);
      });
      incoming.pipe(outgoing);
    }),
  );

interface Proxy extends Address {
  /** For tunnels to them it was asked. */
  readonly asked: string[];
  /** What it was asked to pass on, as the request lines have it. */
  readonly passed: string[];
  /** What it was asked with, of each. */
  readonly authorizations: (string | undefined)[];
}

interface Manners {
  /** What it answers instead of opening a tunnel. */
  readonly tunnels?: number;
  /** What it answers instead of passing a request on. */
  readonly passes?: number;
}

async function startProxy({ tunnels, passes = 405 }: Manners = {}): Promise<Proxy> {
  const asked: string[] = [];
  const passed: string[] = [];
  const authorizations: (string | undefined)[] = [];
  const server = createServer((incoming, response) => {
    const { url = '', method } = incoming;
    const { 'proxy-authorization': authorization, ...headers } = incoming.headers;
    passed.push(url);
    authorizations.push(authorization);
    if (passes !== 200 || !URL.canParse(url)) {
      response.writeHead(passes, { 'content-type': 'text/html' }).end('<h1>No</h1>');
      return;
    }
    const onwards = httpRequest(url, { method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 0, answer.headers);
      answer.pipe(response);
    });
    incoming.pipe(onwards);
  });
  server.on('connect', ({ url = '', headers }, socket) => {
    asked.push(url);
    authorizations.push(headers['proxy-authorization']);
    socket.on('error', () => undefined);
    if (tunnels !== undefined) {
      socket.end(`HTTP/1.1 ${tunnels} No\r\n\r\n`);
      return;
    }
    const { hostname, port } = new URL(`http://${url}`);
    const onwards = connect(Number(port), hostname, () => {
      socket.write('HTTP/1.1 200 Connected\r\n\r\n');
      onwards.pipe(socket).pipe(onwards);
    });
    onwards.on('error', () => socket.destroy());
  });
  return Object.assign(await listen(server), { asked, passed, authorizations });
}

async function read(settings: Readonly<Record<string, unknown>>) {
  await using gateway = createTestGateway([
    { id: 's', backend: 'zstack', settings: { ...vendor.settings, retries: 0, ...settings } },
  ]);
  const { data, errors } = await gateway.query<{ jobs: { nodes: readonly unknown[] } | null }>(
    '{ jobs { nodes { id } } }',
  );
  const [error] = errors;
  return {
    rows: data.jobs?.nodes.length ?? 0,
    said: error === undefined ? '' : `${error.extensions['code']}: ${error.message}`,
    retryable: error?.extensions['retryable'],
  };
}

describe('TLS', () => {
  const authority = createAuthority();

  test('an authority of one’s own is trusted beside those that are known', async () => {
    await using server = await behindTls(authority.issue());
    const endpoint = `https://127.0.0.1:${server.port}`;
    assert.deepEqual((await read({ endpoint, tls: { ca: authority.cert } })).rows, 5);
    assert.deepEqual((await read({ endpoint, tls: { insecure: true } })).rows, 5);
  });

  test('a vendor may want a certificate of the gateway', async () => {
    const options = { ...authority.issue(), ca: authority.cert, requestCert: true };
    await using server = await behindTls({ ...options, rejectUnauthorized: true });
    const endpoint = `https://127.0.0.1:${server.port}`;
    const tls = { ca: authority.cert };
    assert.deepEqual((await read({ endpoint, tls: { ...tls, ...authority.issue() } })).rows, 5);
    // In TLS 1.3 it may close before it can say why.
    const { said } = await read({ endpoint, tls });
    assert.match(said, /wants a certificate of the gateway; give `tls\.cert`|closed the connection/);
  });

  const CASES = [
    ['signed by itself', () => selfSigned(), /a certificate that it signed itself; give .* `tls\.ca`/],
    [
      'of an unknown authority',
      () => createAuthority('other').issue(),
      /an authority that is not known here/,
    ],
    [
      'for another name',
      () => authority.issue({ names: ['example.com'] }),
      /for another host name; check `endpoint`/,
    ],
    ['that has expired', () => authority.issue({ beginsInDays: -9, endsInDays: -2 }), /that has expired/],
    ['of the future', () => authority.issue({ beginsInDays: 1, endsInDays: 9 }), /that is not valid yet/],
  ] as const;
  for (const [what, certificate, message] of CASES)
    test(`a certificate ${what} is told as such, and not tried again`, async () => {
      await using server = await behindTls(certificate());
      const endpoint = `https://127.0.0.1:${server.port}`;
      const { said, retryable } = await read({ endpoint, tls: { ca: authority.cert } });
      assert.match(said, /^UPSTREAM_UNAVAILABLE: Source "s" has /);
      assert.match(said, message);
      assert.equal(retryable, false);
      assert.ok(!said.includes(String(server.port)));
    });

  test('TLS that is spoken to a plain port is told, and plain HTTP to a port of TLS', async () => {
    const plain = await read({ endpoint: vendor.url.replace('http:', 'https:') });
    assert.match(plain.said, /does not speak TLS at that port; check whether `endpoint` begins with http:/);
    assert.equal(plain.retryable, false);
    await using server = await behindTls(authority.issue());
    const wrong = await read({ endpoint: `http://127.0.0.1:${server.port}` });
    assert.match(wrong.said, /^UPSTREAM_(?:BAD_RESPONSE|UNAVAILABLE): Source "s" (?:answered|closed)/);
  });
});

describe('a proxy', () => {
  const authority = createAuthority();

  test('is asked for a tunnel once per connection, over TLS and without', async () => {
    await using server = await behindTls(authority.issue());
    for (const endpoint of [`https://127.0.0.1:${server.port}`, vendor.url]) {
      await using proxy = await startProxy();
      const url = `http://127.0.0.1:${proxy.port}`;
      const { rows, said } = await read({
        endpoint,
        proxy: url,
        tls: { ca: authority.cert },
        concurrency: 1,
      });
      assert.equal(rows, 5, said);
      assert.deepEqual(proxy.asked, [new URL(endpoint).host]);
    }
  });

  test('gets its user and password, and nobody else does', async () => {
    await using proxy = await startProxy();
    vendor.requests.length = 0;
    const { rows } = await read({ proxy: `http://user:p%40ss@127.0.0.1:${proxy.port}` });
    assert.equal(rows, 5);
    assert.equal(proxy.authorizations[0], `Basic ${Buffer.from('user:p@ss').toString('base64')}`);
    assert.ok(vendor.requests.every(({ headers }) => headers['proxy-authorization'] === undefined));
  });

  test('is left out for names that need none, and where a source says so', async () => {
    await using proxy = await startProxy();
    const url = `http://127.0.0.1:${proxy.port}`;
    assert.equal((await read({ proxy: { http: url, except: 'example.com, 127.0.0.1' } })).rows, 5);
    assert.equal((await read({ proxy: 'none' })).rows, 5);
    assert.deepEqual(proxy.asked, []);
    assert.equal((await read({ proxy: { http: url, except: 'example.com' } })).rows, 5);
    assert.ok(proxy.asked.length > 0);
  });

  for (const tunnels of [403, 405, 501])
    test(`that answers ${tunnels} to a tunnel for plain HTTP passes requests on`, async () => {
      await using proxy = await startProxy({ tunnels, passes: 200 });
      await using gateway = createTestGateway([
        {
          id: 's',
          backend: 'zstack',
          settings: {
            ...vendor.settings,
            proxy: `http://user:p%40ss@127.0.0.1:${proxy.port}`,
            cacheSeconds: 0,
          },
        },
      ]);
      for (let i = 0; i < 3; i += 1) {
        const { data } = await gateway.query<{ jobs: { nodes: readonly unknown[] } }>(
          '{ jobs { nodes { id } } }',
        );
        assert.equal(data.jobs.nodes.length, 5);
      }
      assert.equal(proxy.asked.length, 1);
      assert.ok(proxy.passed.length >= 2);
      for (const url of proxy.passed) assert.equal(new URL(url).origin, vendor.url);
      const given = `Basic ${Buffer.from('user:p@ss').toString('base64')}`;
      assert.ok(proxy.authorizations.every((authorization) => authorization === given));
    });

  test('that passes plain HTTP on is asked for a tunnel where TLS is spoken', async () => {
    await using server = await behindTls(authority.issue());
    await using proxy = await startProxy({ tunnels: 403, passes: 200 });
    const { said } = await read({
      endpoint: `https://127.0.0.1:${server.port}`,
      proxy: `http://127.0.0.1:${proxy.port}`,
      tls: { ca: authority.cert },
    });
    assert.match(said, /a proxy that answered HTTP 403 and does not let it through/);
    assert.deepEqual(proxy.passed, []);
  });

  test('that wants to know who asks only where it passes on is told as such', async () => {
    await using proxy = await startProxy({ tunnels: 403, passes: 407 });
    const { said } = await read({ proxy: `http://127.0.0.1:${proxy.port}` });
    assert.match(said, /a proxy that answered HTTP 407 and wants a user name and password/);
  });

  test('a refusal of the vendor that a proxy passes on stays the vendor’s', async () => {
    await using proxy = await startProxy({ tunnels: 403, passes: 200 });
    const auth = { type: 'account', account: 'admin', password: 'not-it' };
    const { said } = await read({ auth, proxy: `http://127.0.0.1:${proxy.port}` });
    assert.match(said, /^UPSTREAM_AUTH_FAILED: /);
    assert.doesNotMatch(said, /proxy/);
  });

  for (const [status, message, mayPass] of [
    [407, /a proxy that answered HTTP 407 and wants a user name and password; check `proxy`/, false],
    [403, /a proxy that answered HTTP 403 and does not let it through/, false],
    [502, /cannot be reached by its proxy, which answered HTTP 502/, true],
  ] as const)
    test(`that answers ${status} is told`, async () => {
      await using proxy = await startProxy({ tunnels: status });
      const { said, retryable } = await read({ proxy: `http://127.0.0.1:${proxy.port}` });
      assert.match(said, message);
      assert.equal(retryable, mayPass);
    });
});
