import { createGet } from './by-hand/create-get.ts';
import { discover } from './by-hand/discover.ts';
import type { Job } from './by-hand/job.ts';
import { newestJobs } from './by-hand/newest-jobs.ts';
import { print } from './by-hand/print.ts';
import { readAccess } from './by-hand/read-access.ts';
import { serveJson } from './by-hand/serve-json.ts';

/* What it costs to print rows that are in memory: they are read for the first request, and kept. */

const access = readAccess();
const get = await createGet(access);
const streams = await discover(get, access);

let kept: Promise<Job[]> | null = null;

await serveJson(async ({ variables: { first, before } }) => {
  kept ??= newestJobs(get, streams, Date.parse(before), first);
  return { jobs: { nodes: (await kept).map(print) } };
});
