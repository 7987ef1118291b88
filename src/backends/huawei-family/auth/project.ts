import { z } from 'zod';
import type { Reply } from '../../../datasource/contract/transport.ts';
import { SourceError } from '../../../model/source-error.ts';
import type { SignInIo } from '../../../upstream/auth/authenticator.ts';
import { createFailureHold } from '../../../upstream/auth/failure-hold.ts';

/** Stands in paths where the project's id is not configured; no id looks like this. */
export const UNKNOWN_PROJECT = '~project~';

/** The address with the id in it. */
export const inProject = (url: URL, projectId: string): URL =>
  new URL(url.href.replace(UNKNOWN_PROJECT, encodeURIComponent(projectId)));

/** Finds the id of a project once, however many ask. */
export type FindProject = (io: SignInIo) => Promise<string>;

export function findOnce(find: FindProject): FindProject {
  const hold = createFailureHold();
  let found: Promise<string> | null = null;
  return (io) => {
    found ??= begin(io);
    return found;
  };

  async function begin(io: SignInIo): Promise<string> {
    try {
      hold.throwIfHeld(io.now(), io.sourceId);
      return await find(io);
    } catch (error) {
      found = null;
      hold.remember(error, io.now(), io.sourceId);
      throw error;
    }
  }
}

const projectsBody = z.object({ projects: z.array(z.object({ id: z.string().min(1), name: z.string() })) });

/** `GET /v3/projects?name={region}` (docs/vendors/huawei-common.md#project-ids). */
export const projectsUrl = (iam: string, region: string): URL =>
  new URL(`${iam}/v3/projects?name=${encodeURIComponent(region)}`);

/** The one project of that name in a good answer; throws `SourceError` where there is none, or more than one. */
export function readProject({ body }: Reply, region: string, { sourceId }: SignInIo): string {
  const parsed = projectsBody.safeParse(body);
  const named = parsed.success ? parsed.data.projects.filter(({ name }) => name === region) : [];
  const [only] = named;
  if (named.length === 1 && only !== undefined) return only.id;
  throw new SourceError({
    code: 'UPSTREAM_REJECTED',
    message: `Source "${sourceId}": the identity service knows ${named.length === 0 ? 'no project' : 'several projects'} of the region "${region}" for these credentials; check \`region\`, or give \`projectId\`.`,
  });
}
