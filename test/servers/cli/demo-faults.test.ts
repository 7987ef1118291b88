import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startProcess } from './start-process.ts';

interface Page {
  readonly edges: readonly { late: boolean; node: { source: { id: string } } }[];
  readonly pageInfo: { readonly endCursor: string };
  readonly sources: readonly { source: { id: string }; state: string; owesRows: boolean }[];
}

const QUERY = `query ($after: String, $first: Int) { jobs(first: $first, after: $after) {
  edges { late node { source { id } } } pageInfo { endCursor } sources { source { id } state owesRows } } }`;

async function pageOf(url: string, variables: object, headers: Record<string, string> = {}): Promise<Page> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query: QUERY, variables }),
  });
  const { data } = await response.json();
  return data.jobs;
}

const reportOf = (page: Page, id: string) => page.sources.find(({ source }) => source.id === id);

test('on the demo a source dies with a request, and its rows come late with the next', async (t) => {
  const { url } = await startProcess(t, ['--port', '0']);
  const first = await pageOf(url, { first: 100 }, { 'x-jobweave-demo-fault': 'backups=down' });
  assert.deepEqual(
    [reportOf(first, 'backups')?.state, reportOf(first, 'backups')?.owesRows, reportOf(first, 'apps')?.state],
    ['FAILED', true, 'OK'],
  );
  assert(first.edges.every(({ node }) => node.source.id !== 'backups'));
  // The vendor was left alone for a moment, if it failed too often.
  await new Promise((resolve) => setTimeout(resolve, 5_500));
  const second = await pageOf(url, { first: 100, after: first.pageInfo.endCursor });
  const late = second.edges.filter((edge) => edge.late);
  assert(late.length > 0);
  assert(late.every(({ node }) => node.source.id === 'backups'));
});

test('--fault makes vendors of the demo ill; a word that is none is told, with those there are', async (t) => {
  const { url } = await startProcess(t, ['--port', '0', '--fault', 'backups=broken,apps=garbage']);
  const page = await pageOf(url, { first: 5 });
  assert.equal(reportOf(page, 'backups')?.state, 'FAILED');
  assert.equal(reportOf(page, 'apps')?.state, 'FAILED');
  assert.equal(reportOf(page, 'search')?.state, 'OK');
  for (const [fault, message] of [
    ['backup=down', /^--fault: the demo has no source "backup"; there are dc1, .*backups/m],
    ['backups=dead', /^--fault: there is no fault "dead"; there are down, late/m],
    ['backups', /^--fault: a fault is written SOURCE=FAULT/m],
  ] as const) {
    const wrong = await startProcess(t, ['--port', '0', '--fault', fault], null);
    assert.deepEqual(await wrong.exit, { code: 2, signal: null });
    assert.match(wrong.output(), message);
  }
});
