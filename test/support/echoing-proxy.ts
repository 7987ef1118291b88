import { createServer, type IncomingHttpHeaders, type IncomingMessage, request } from 'node:http';
import { text } from 'node:stream/consumers';

/** How a vendor that repeats credentials refuses; `body`: with what it repeats. */
export interface Refusal {
  readonly status: number;
  readonly type?: string;
  readonly body: (echo: string) => string;
}

export interface EchoingProxy extends AsyncDisposable {
  readonly url: string;
  /** Whatever came by that proves who asks. */
  readonly credentials: ReadonlySet<string>;
  /** Of everything but sign-ins; `null`: the vendor answers, and repeats credentials in its rows. */
  refusal: Refusal | null;
}

const IN_AUTHORIZATION = [/^OAuth (\S+)$/, /^ZStack ([^:]+):(\S+)$/, /Access=([^,]+), .*Signature=(\w+)$/];

const credentialsIn = ({ authorization = '', ...headers }: IncomingHttpHeaders): string[] =>
  [
    headers['x-auth-token'],
    headers['x-security-token'],
    ...IN_AUTHORIZATION.flatMap((pattern) => pattern.exec(authorization)?.slice(1) ?? []),
  ]
    .flat()
    .filter((value) => value !== undefined);

/** Beginnings and ends, of credentials that are no words. */
export const piecesOf = (credential: string): string[] =>
  credential.length >= 16 && /\d/.test(credential.slice(0, 8)) && /\d/.test(credential.slice(-8))
    ? [credential.slice(0, 12), credential.slice(-12)]
    : [];

/** Credentials as vendors encode them. */
export const encodedFormsOf = (credential: string): string[] => [
  Buffer.from(credential).toString('base64'),
  Buffer.from(`admin:${credential}`).toString('base64'),
  Buffer.from(credential).toString('hex'),
  encodeURIComponent(credential),
];

/** All that a vendor can make of a credential. */
const formsOf = (credential: string): string[] => [
  credential,
  ...piecesOf(credential).map((piece, i) => (i === 0 ? `${piece}...` : `...${piece}`)),
  ...encodedFormsOf(credential),
  JSON.stringify(JSON.stringify({ a: { b: credential } })).replaceAll('/', '\\/'),
];

/** Names of fields in which a vendor writes texts; ids and times are left, so that rows stay rows. */
const TEXTS = /name|msg|message|type|reason|desc|dump|path|created_by|creator|status|code/i;

const withEcho = (value: unknown, echo: string, key = ''): unknown => {
  if (Array.isArray(value)) return value.map((item) => withEcho(item, echo, key));
  if (typeof value === 'string') return TEXTS.test(key) ? `${value} ${echo}` : value;
  if (typeof value !== 'object' || value === null) return value;
  const fields = Object.entries(value).map(([name, inner]) => [name, withEcho(inner, echo, name)]);
  return {
    ...Object.fromEntries(fields),
    [`x ${echo}`]: 1,
    nested: { dump: JSON.stringify({ echo }), list: [[echo]] },
  };
};

const isSignIn = ({ url = '' }: IncomingMessage): boolean => url.endsWith('/login');

/** Stands before a vendor and repeats what it is sent, and `known`, wherever an answer has room for it. */
export async function startEchoingProxy(target: string, known: readonly string[]): Promise<EchoingProxy> {
  const credentials = new Set(known);
  const { hostname, port } = new URL(target);

  const ask = async (incoming: IncomingMessage): Promise<{ status: number; body: string }> => {
    const { method = 'GET', url: path = '/', headers } = incoming;
    const body = await text(incoming);
    return new Promise((resolve, reject) => {
      const outgoing = request({ hostname, port, method, path, headers: { ...headers } }, (answer) => {
        text(answer).then((said) => resolve({ status: answer.statusCode ?? 0, body: said }), reject);
      });
      outgoing.on('error', reject).end(body);
    });
  };

  const server = createServer(async (incoming, response) => {
    for (const credential of credentialsIn(incoming.headers)) credentials.add(credential);
    const echo = [...credentials].flatMap(formsOf).join(' ');
    const [first = '', last = ''] = [[...credentials][0], [...credentials].at(-1)];
    const headers = { 'x-request-id': last.slice(0, 100), 'x-echo': `${first} ${last}`, etag: `"${last}"` };
    const refusal = isSignIn(incoming) ? null : proxy.refusal;
    if (refusal !== null) {
      const type = refusal.type ?? 'application/json';
      response.writeHead(refusal.status, last, { ...headers, 'content-type': type }).end(refusal.body(echo));
      return;
    }
    const { status, body } = await ask(incoming);
    const said: unknown = JSON.parse(body);
    const told = isSignIn(incoming) ? said : withEcho(said, echo);
    const charset = `application/json; charset=${last.slice(0, 40)}`;
    response.writeHead(status, last, { ...headers, 'content-type': charset }).end(JSON.stringify(told));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new TypeError('the proxy does not listen');
  const proxy: EchoingProxy = {
    url: `http://127.0.0.1:${address.port}`,
    credentials,
    refusal: null,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return proxy;
}
