import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import type { Connection } from '../../../src/backends/backend.ts';
import { backends } from '../../../src/backends/index.ts';
import type {
  BackendDefinition,
  JobRow,
  Listing,
  PagedJobs,
  StreamSpec,
} from '../../../src/datasource/contract/backend-definition.ts';
import { jobListing } from '../../../src/datasource/stream/job-lists.ts';

type Settings = Readonly<Record<string, unknown>>;

/** Keys of which a source may need one or another, whatever the schema says. */
const EITHER = ['endpoint', 'region', 'projectId'];

/** Whether a source of this kind is nothing without the key. */
function isNeeded(name: string, key: string): boolean {
  const settings = backends.find((one) => one.name === name)?.settings;
  const schema = settings instanceof z.ZodObject ? settings.shape[key] : undefined;
  return EITHER.includes(key) || (schema !== undefined && !z.safeParse(schema, undefined).success);
}

/** The first source of each kind that docs/configuration.md shows, cut down to what it needs. */
function shownSources(): Record<string, Settings> {
  const page = readFileSync(join(import.meta.dirname, '../../../docs/configuration.md'), 'utf8');
  const blocks = [...page.matchAll(/^```yaml\n(.*?)^```$/gms)].map(([, block = '']) => parse(block) as Shown);
  const sources = blocks.flatMap((block) => block.sources ?? []).toReversed();
  return Object.fromEntries(
    sources.map((source) => {
      const name = String(source['backend']);
      return [name, Object.fromEntries(Object.entries(source).filter(([key]) => isNeeded(name, key)))];
    }),
  );
}

interface Shown {
  readonly sources?: readonly Settings[];
}

/** The least that a source of each kind can be configured with. */
export const MINIMAL: Readonly<Record<string, Settings>> = {
  ...shownSources(),
  zstack: {
    endpoint: 'http://10.0.0.5:8080',
    timeZone: 'Asia/Shanghai',
    auth: { type: 'account', account: 'admin', password: 'p' },
  },
  ...Object.fromEntries(
    ['huawei-workspace', 'huawei-css', 'huawei-vbs', 'huawei-servicestage'].map((name) => [
      name,
      { region: 'cn-north-4', projectId: 'p1', auth: { type: 'token', token: 't' } },
    ]),
  ),
};

export function backendOf(name: string) {
  const backend = backends.find((one) => one.name === name);
  if (backend === undefined) throw new RangeError(`no backend ${name}`);
  return backend;
}

/** A source of that kind, connected to nothing yet. */
export const connect = (name: string, more: Settings = {}): Connection =>
  backendOf(name).connect({ ...MINIMAL[name], ...more });

export const definitionOf = (name: string, more: Settings = {}): BackendDefinition =>
  connect(name, more).definition;

export function pagedJobsOf(name: string): PagedJobs {
  const { jobs } = definitionOf(name);
  if (jobs.kind !== 'paged') throw new TypeError(`${name} has no paged list`);
  return jobs;
}

export const listingOf = (name: string, stream: StreamSpec): Listing<JobRow> =>
  jobListing(pagedJobsOf(name), stream);
