import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, type JWK, type JWTPayload, SignJWT } from 'jose';

export interface Issuer extends AsyncDisposable {
  /** Of the key set. */
  readonly url: string;
  /** How often the key set was read. */
  readonly reads: () => number;
  /** What else was asked of the server. */
  readonly strays: readonly string[];
  /** Instead of the key set, from now on; `null`: the key set. */
  readonly answer: (answer: ((response: ServerResponse) => void) | null) => void;
  /** A new key of this algorithm in the set, or outside of it. */
  readonly addKey: (
    alg: Alg,
    options?: { readonly kid?: string; readonly isListed?: boolean },
  ) => Promise<Key>;
  readonly dropKeys: () => void;
}

export type Alg = 'RS256' | 'ES256' | 'EdDSA' | 'PS256' | 'RS512';

export interface Key {
  readonly kid: string;
  readonly jwk: JWK;
  readonly sign: (claims: JWTPayload, header?: Readonly<Record<string, unknown>>) => Promise<string>;
}

/** Who signs tokens: a server of key sets on loopback, which counts who asks. */
export async function startIssuer(): Promise<Issuer> {
  const listed: JWK[] = [];
  const strays: string[] = [];
  let reads = 0;
  let answer: ((response: ServerResponse) => void) | null = null;
  const server = createServer((request, response) => {
    if (request.url !== '/keys') {
      strays.push(request.url ?? '');
      response.writeHead(404).end();
      return;
    }
    reads += 1;
    if (answer === null) response.end(JSON.stringify({ keys: listed }));
    else answer(response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  let made = 0;
  return {
    url: `http://127.0.0.1:${port}/keys`,
    reads: () => reads,
    strays,
    answer: (next) => {
      answer = next;
    },
    dropKeys: () => listed.splice(0),
    addKey: async (alg, { kid = `key-${made++}`, isListed = true } = {}) => {
      const { publicKey, privateKey } = await generateKeyPair(alg, { extractable: true });
      const jwk = { ...(await exportJWK(publicKey)), kid, alg, use: 'sig' };
      if (isListed) listed.push(jwk);
      return {
        kid,
        jwk,
        sign: (claims, header = {}) =>
          new SignJWT(claims).setProtectedHeader({ alg, kid, ...header }).sign(privateKey),
      };
    },
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
