import { type Handler, type Route, type SimulatorReply, startServer } from '../../src/simulator/kit/http.ts';
import type { ExpectedJob, Simulator, SimulatorOptions } from '../../src/simulator/kit/simulator.ts';
import { simulatorOptions } from '../../src/simulator/kit/simulator-options.ts';
import { createStory, type Row, type Story, type StoryOptions } from './story.ts';

export interface UnlikeVendor extends Omit<StoryOptions, keyof SimulatorOptions> {
  readonly backend: string;
  /** `expiries`: how often all credentials given out so far have been expired. */
  readonly routes: (story: Story, expiries: () => number) => readonly Route[];
  /** What a caller without valid credentials is told; `null`: come in. */
  readonly refuse: Parameters<typeof guarded>[0];
  readonly notFound: (path: string) => SimulatorReply;
  /** What the manual makes us expect of a row. */
  readonly expectedJob: (row: Row) => ExpectedJob;
  /** The source's settings, without `endpoint`. */
  readonly settings: Readonly<Record<string, unknown>>;
}

const guarded =
  (
    refuse: (request: Parameters<Handler>[0], expiries: number) => SimulatorReply | null,
    expiries: () => number,
  ) =>
  ([method, pattern, handler]: Route): Route => [
    method,
    pattern,
    (request) => refuse(request, expiries()) ?? handler(request),
  ];

/** A server of the tests' own in the place of a simulator: made of the same facts, without its code. */
export async function startUnlike(
  vendor: UnlikeVendor,
  given: Partial<SimulatorOptions>,
): Promise<Simulator> {
  const options = simulatorOptions(given);
  const story = createStory({ ...options, ...vendor });
  let expired = 0;
  const expiries = (): number => expired;
  const routes = vendor.routes(story, expiries).map(guarded(vendor.refuse, expiries));
  const notFound = ({ path }: { readonly path: string }) => vendor.notFound(path);
  const server = await startServer({ ...options, latencyMs: 1, routes, notFound });
  return Object.assign(server, {
    backend: vendor.backend,
    expected: () => story.rows().map(vendor.expectedJob).sort(newestFirst),
    insert: story.insert,
    remove: story.remove,
    settings: { endpoint: server.url, ...vendor.settings },
    expireCredentials: () => {
      expired += 1;
    },
  });
}

const newestFirst = (a: ExpectedJob, b: ExpectedJob): number =>
  (b.createdAt ?? 0) - (a.createdAt ?? 0) || (a.nativeId < b.nativeId ? -1 : 1);
