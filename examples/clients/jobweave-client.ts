import { askOverHttp, jobsOf, walkJobs } from 'jobweave-client';

/** Waits for sources that are down for a while, and names those that stayed away. */
export async function walk(url: string, pageSize: number, patienceMs = 5_000): Promise<string[]> {
  const ids: string[] = [];
  const pages = walkJobs(askOverHttp(url), {}, { pageSize, patienceMs });
  for await (const { id } of jobsOf(pages)) ids.push(id);
  return ids;
}
