import { connect, type Socket } from 'node:net';

/** What somebody sends who means no good. */
export interface Attack {
  readonly label: string;
  /** Requests in a second, each another one; 0: none, but sockets. */
  readonly perSecond: number;
  readonly body: (number: number) => string;
  /** Sockets that are opened and never say all that they should. */
  readonly sockets: number;
  /** What they say at first, and then every second. */
  readonly says: string;
}

const NONE = { perSecond: 0, body: () => '', sockets: 0, says: '' };

const query = (text: string): string => JSON.stringify({ query: text });

/** A letter that stands for the number of a body. It is made once: what making it costs would come out of the vendors' core. */
const NUMBER = '#';

const numbered =
  (template: string) =>
  (number: number): string =>
    template.replaceAll(NUMBER, String(number));

/** `{ jobs { nodes { tasks { nodes { job { tasks … } } } } } }` */
function recursive(depth: number): string {
  const open = Array.from({ length: depth }, () => 'job { tasks(first: 5) { nodes { ').join('');
  return `jobs(first: 5) { nodes { tasks(first: 5) { nodes { ${open}id${' } } }'.repeat(depth)} } } } }`;
}

export const attacks: readonly Attack[] = [
  { ...NONE, label: 'nobody' },
  {
    ...NONE,
    label: '20 invalid queries of 75 kB a second',
    perSecond: 20,
    body: numbered(query(`{ a${NUMBER} ${'nonsense '.repeat(8_300)}}`)),
  },
  {
    ...NONE,
    label: '20 that are no GraphQL, of 75 kB',
    perSecond: 20,
    body: numbered(query(`{ a${NUMBER} ${'(((((((('.repeat(9_300)}`)),
  },
  {
    ...NONE,
    label: '50 recursive queries',
    perSecond: 50,
    body: numbered(query(`query Q${NUMBER} { ${recursive(3)} }`)),
  },
  {
    ...NONE,
    label: '20 queries 4,000 levels deep',
    perSecond: 20,
    body: numbered(query(`{ a${NUMBER} ${'{ a '.repeat(4_000)}${'}'.repeat(4_000)} }`)),
  },
  {
    ...NONE,
    label: '20 with 800 kB of variables',
    perSecond: 20,
    body: numbered(
      JSON.stringify({
        query: 'query ($names: [String!]) { jobs(first: 1, filter: { names: $names }) { nodes { id } } }',
        variables: { names: Array.from({ length: 40_000 }, (_, i) => `name-${NUMBER}-${i}`) },
      }),
    ),
  },
  {
    ...NONE,
    label: '20 with 800 kB of text in one variable',
    perSecond: 20,
    body: numbered(
      JSON.stringify({
        query: 'query ($id: ID!) { node(id: $id) { id } }',
        variables: { id: `${NUMBER}${'x'.repeat(800_000)}` },
      }),
    ),
  },
  {
    ...NONE,
    label: '20 with 9,900 variables, no two of a name',
    perSecond: 20,
    body: numbered(
      JSON.stringify({
        query: `query Q${NUMBER} { __typename }`,
        variables: Object.fromEntries(Array.from({ length: 9_900 }, (_, i) => [`v${NUMBER}_${i}`, i])),
      }),
    ),
  },
  {
    ...NONE,
    label: '20 with 10,000 aliases',
    perSecond: 20,
    body: numbered(
      query(`{ ${Array.from({ length: 10_000 }, (_, i) => `a${NUMBER}_${i}: __typename`).join(' ')} }`),
    ),
  },
  {
    ...NONE,
    label: '200 documents, no two the same',
    perSecond: 200,
    body: numbered(query(`query Q${NUMBER} { a${NUMBER}: __typename sources { id state } }`)),
  },
  {
    ...NONE,
    label: '400 pages of 100 jobs',
    perSecond: 400,
    body: numbered(query(`{ jobs(first: 100) { nodes { a${NUMBER}: id name tasks { nodes { name } } } } }`)),
  },
  {
    ...NONE,
    label: '400 sockets that send a header a second',
    sockets: 400,
    says: 'POST /graphql HTTP/1.1\r\nhost: 127.0.0.1\r\n',
  },
  { ...NONE, label: '400 sockets that say nothing', sockets: 400 },
  { ...NONE, label: 'nobody any more' },
];

/** Opens them, and keeps them open; gives what closes them. */
export function openSockets(port: number, { sockets, says }: Attack): () => void {
  const all = new Set<Socket>();
  const open = (): void => {
    const socket = connect(port, '127.0.0.1');
    all.add(socket);
    socket.on('error', () => undefined).on('data', () => undefined);
    socket.once('close', () => all.delete(socket));
    if (says !== '') socket.write(says);
  };
  const timer = setInterval(() => {
    while (all.size < sockets) open();
    if (says !== '') for (const socket of all) socket.write(`x-${all.size}: y\r\n`);
  }, 1_000);
  for (let i = 0; i < sockets; i += 1) open();
  return () => {
    clearInterval(timer);
    for (const socket of all) socket.destroy();
  };
}
