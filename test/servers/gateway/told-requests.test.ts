import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { FaultPlan } from '../../../src/simulator/kit/simulator.ts';
import { createTestGateway } from '../../support/create-test-gateway.ts';
import { startWorld, type World } from '../../support/start-world.ts';

const SOURCES = ['dc1', 'apps', 'search', 'backups', 'deploys'] as const;

/** Two lists, one of them counted, with names and tasks, and look-ups by id beside them. */
const EVERYTHING = `query ($ids: [ID!]!) {
  jobs(first: 5) {
    nodes { id ...Whole }
    totalCount { value }
    sources { requests }
  }
  oldest: jobs(first: 3, orderBy: CREATED_AT_ASC) { nodes { ...Whole } sources { requests } }
  nodes(ids: $ids) { ... on Job { ...Whole } ... on Task { name } }
  sources { origins(first: 2) { nodes { name } } }
}
fragment Whole on Job {
  name
  origin { name }
  tasks(first: 3) { nodes { id name } totalCount { value } }
  details { ... on ZstackJobDetails { triggerName } }
}`;

interface Page {
  readonly nodes: readonly { readonly id: string }[];
  readonly sources: readonly { readonly requests: number }[];
}

interface Everything {
  readonly jobs: Page;
  readonly oldest: Page;
}

describe('the requests that a report tells are those that the vendor gets', () => {
  let world: World;

  before(async () => {
    world = await startWorld({ jobs: 30, origins: 3 });
  });
  after(() => world[Symbol.asyncDispose]());

  /** Sign-ins too, which some vendors leave to the identity service. */
  const logsOf = (id: string) => [world.vendor(id).requests, world.iam.requests];

  for (const id of SOURCES)
    for (const isFlaky of [false, true])
      test(`${id}${isFlaky ? ', which is asked again' : ''}`, async () => {
        const sources = world.sources.filter((source) => source.id === id);
        const settings = { cacheSeconds: 0, shareSeconds: 0 };
        await using gateway = createTestGateway(sources, { settings });
        let ids: readonly string[] = [];
        for (const round of ['the first, with sign-in and discovery', 'the second', 'the third']) {
          for (const log of logsOf(id)) log.length = 0;
          let asked = 0;
          const failsOnce: FaultPlan = () => (++asked === 2 ? { kind: 'status', status: 503 } : null);
          world.vendor(id).fault = isFlaky ? failsOnce : null;
          const { data, errors } = await gateway.query<Everything>(EVERYTHING, { ids });
          assert.deepEqual(errors, [], round);
          const sent = logsOf(id).reduce((sum, log) => sum + log.length, 0);
          assert(sent > 1, round);
          for (const page of [data.jobs, data.oldest])
            assert.deepEqual(
              page.sources.map(({ requests }) => requests),
              [sent],
              round,
            );
          ids = data.jobs.nodes.map((node) => node.id).slice(1, 4);
        }
      });
});

const DEADLINE_MS = 1_000;
/** For machines that are busy with something else. */
const MARGIN_MS = 1_500;

const HANGS: readonly (readonly [what: string, id: string, path: RegExp])[] = [
  ...SOURCES.map((id): [string, string, RegExp] => ['all of it', id, /(?<!login)$/]),
  ['the names', 'dc1', /\/v1\/scheduler\/(?:jobs|triggers)$/],
  ['the tasks', 'apps', /\/execute-detail$/],
  ['the discovery', 'search', /\/clusters$/],
];

describe(`a deadline of ${DEADLINE_MS} ms holds for pages with names, tasks and counts`, () => {
  for (const [what, id, hanging] of HANGS)
    test(`${what} of ${id} hangs`, async () => {
      const settings = { deadlineMs: DEADLINE_MS, timeoutMs: 60_000 };
      await using world = await startWorld({ jobs: 12, origins: 2 }, { settings });
      let hung = 0;
      world.vendor(id).fault = ({ path }) => {
        if (!hanging.test(path)) return null;
        hung += 1;
        return { kind: 'hang' };
      };
      const startedAt = performance.now();
      const { data } = await world.query<Everything>(EVERYTHING, { ids: [] });
      const tookMs = performance.now() - startedAt;
      assert(hung > 0, 'nothing hung');
      assert(data.jobs.nodes.length > 0);
      assert(tookMs < DEADLINE_MS + MARGIN_MS, `${tookMs} ms`);
    });
});
