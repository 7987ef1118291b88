import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type TestContext, test } from 'node:test';
import { faultOf } from '../../../bench/runner/verify.ts';
import { w1 } from '../../../bench/workloads/w1.ts';
import type { Question } from '../../../bench/workloads/workload.ts';

interface Node {
  readonly id?: string;
  readonly nativeId: string;
}

const [first] = w1.stages[0]?.runs ?? [];
assert(first !== undefined);
const question: Question = first.question;

const rightNodes = (instant: number): Node[] => {
  const { jobs } = question.expected(instant) as { jobs: { nodes: Node[] } };
  return jobs.nodes.map((node, i) => ({ id: String(i), ...node }));
};

/** A server that answers each query with what is made of the right nodes. */
async function serve(t: TestContext, answer: (nodes: Node[]) => object, status = 200): Promise<string> {
  const server = createServer(async (request, response) => {
    const { variables } = JSON.parse((await request.toArray()).join(''));
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(answer(rightNodes(Date.parse(variables.before)))));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`;
}

const inList = (nodes: readonly Node[]) => ({ data: { jobs: { nodes } } });

test('right answers pass, whatever their ids', async (t) => {
  assert.equal(await faultOf(await serve(t, inList), question), null);
});

const WRONG: Readonly<Record<string, (nodes: Node[]) => object>> = {
  'a row too few': (nodes) => inList(nodes.slice(1)),
  'a row too many': (nodes) => inList([...nodes, ...nodes.slice(-1)]),
  'two rows in the wrong order': ([a, b, ...rest]) =>
    inList([b, a, ...rest].filter((one) => one !== undefined)),
  'a field too few': ([, ...rest]) => inList([{ nativeId: 'one' }, ...rest]),
  'a field too many': (nodes) => inList(nodes.map((node) => ({ ...node, more: 1 }))),
  'errors beside the right rows': (nodes) => ({ ...inList(nodes), errors: [{ message: 'late' }] }),
  'no data': () => ({ data: null }),
};

for (const [what, answer] of Object.entries(WRONG))
  test(`${what}: disqualified`, async (t) => {
    assert.match((await faultOf(await serve(t, answer), question)) ?? '', /answer\.\S+ is .* instead of/);
  });

test('a filter that is not applied: disqualified', async (t) => {
  const [newest = 0] = question.checks;
  const url = await serve(t, () => inList(rightNodes(newest)));
  assert.match((await faultOf(url, question)) ?? '', /instead of/);
});

test('a status that is not 200: disqualified', async (t) => {
  assert.match((await faultOf(await serve(t, inList, 503), question)) ?? '', /HTTP 503/);
});
