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
  readonly asked: string[];
  /** What it was asked with, of each. */
  readonly authorizations: (string | undefined)[];
}

/** `status`: what it answers instead of letting anybody through. */
async function startProxy(status?: number): Promise<Proxy> {
  const asked: string[] = [];
  const authorizations: (string | undefined)[] = [];
  const server = createServer((_, response) => response.writeHead(405).end());
  server.on('connect', ({ url = '', headers }, socket) => {
    asked.push(url);
    authorizations.push(headers['proxy-authorization']);
    socket.on('error', () => undefined);
    if (status !== undefined) {
      socket.end(`HTTP/1.1 ${status} No\r\n\r\n`);
      return;
    }
    const { hostname, port } = new URL(`http://${url}`);
    const onwards = connect(Number(port), hostname, () => {
      socket.write('HTTP/1.1 200 Connected\r\n\r\n');
      onwards.pipe(socket).pipe(onwards);
    });
    onwards.on('error', () => socket.destroy());
  });
  return Object.assign(await listen(server), { asked, authorizations });
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

  for (const [status, message, mayPass] of [
    [407, /a proxy that answered HTTP 407 and wants a user name and password; check `proxy`/, false],
    [403, /a proxy that answered HTTP 403 and does not let it through/, false],
    [502, /cannot be reached by its proxy, which answered HTTP 502/, true],
  ] as const)
    test(`that answers ${status} is told`, async () => {
      await using proxy = await startProxy(status);
      const { said, retryable } = await read({ proxy: `http://127.0.0.1:${proxy.port}` });
      assert.match(said, message);
      assert.equal(retryable, mayPass);
    });
});
