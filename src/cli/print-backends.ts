import { backends } from '../backends/index.ts';

const HEADS = ['backend', 'service', 'a job is one of the', 'it hangs under', 'tasks'];

/** The kinds of source that there are, as a table in Markdown; README.md has the same. */
export function printBackends(): string {
  const rows = backends.map(({ name, facts: { service, jobs, origin, tasks } }) => [
    `\`${name}\``,
    service,
    jobs,
    origin,
    tasks ?? 'none',
  ]);
  return [HEADS, HEADS.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |\n`).join('');
}
