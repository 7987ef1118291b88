import { readFileSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { endpointUrl, text } from '../../../config/settings.ts';
import { SourceError } from '../../../model/source-error.ts';
import { type KeySource, type Keys, secretsOf } from './keys.ts';

export const profileConfig = z.strictObject({
  type: z.literal('profile'),
  /** Default: what `HUAWEICLOUD_SDK_CREDENTIALS_FILE` names, else `~/.huaweicloud/credentials`. */
  file: text.meta({ description: 'the profile file of the SDKs' }).optional(),
});

/** Why the file cannot serve; `null`: it can. */
export function profileFault(file: string | undefined): string | null {
  try {
    readProfile(profilePath(file));
    return null;
  } catch (error) {
    return error instanceof ProfileFault
      ? `names a file ${error.message}`
      : 'names no file that can be read; give `file`, or set HUAWEICLOUD_SDK_CREDENTIALS_FILE';
  }
}

/** What is wrong with what stands in a profile file. */
class ProfileFault extends Error {}

/** What a profile says (docs/vendors/huawei-common.md#where-clients-find-credentials). */
export interface Profile extends Keys {
  readonly projectId?: string;
  readonly iamEndpoint?: string;
}

export const profilePath = (file: string | undefined): string =>
  file ?? (process.env['HUAWEICLOUD_SDK_CREDENTIALS_FILE'] || join(homedir(), '.huaweicloud', 'credentials'));

/** The section `[basic]` of such a file; throws a `ProfileFault`, or what reading a file throws. */
export function readProfile(path: string): Profile {
  const values = sectionOf(readFileSync(path, 'utf8'), 'basic');
  const [accessKey, secretKey] = [values.get('ak'), values.get('sk')];
  if (!accessKey || !secretKey)
    throw new ProfileFault('without `ak` and `sk` in a section [basic]; add them');
  const optional = {
    securityToken: values.get('security_token'),
    projectId: values.get('project_id'),
    iamEndpoint: identityAt(values.get('iam_endpoint')),
  };
  return {
    accessKey,
    secretKey,
    ...Object.fromEntries(Object.entries(optional).filter(([, value]) => value)),
  };
}

function identityAt(address: string | undefined): string | undefined {
  if (!address) return undefined;
  const { success, data } = endpointUrl.safeParse(address);
  if (success) return data;
  throw new ProfileFault('whose `iam_endpoint` is no address; write one such as https://iam.example.com');
}

/** Of a file in the form of Python's `configparser`, as far as such files use it. */
function sectionOf(ini: string, name: string): ReadonlyMap<string, string> {
  let section = '';
  const values = new Map<string, string>();
  for (const line of ini.replace(/^\uFEFF/, '').split(/\r?\n/)) {
    const [, title] = /^\s*\[([^\]]+)\]/.exec(line) ?? [];
    const [, key, value] = /^\s*([^#;=:\s][^=:]*?)\s*[=:]\s*(.*?)\s*$/.exec(line) ?? [];
    if (title !== undefined) section = title;
    else if (section === name && key !== undefined) values.set(key.toLowerCase(), value ?? '');
  }
  return values;
}

/** So often it is looked whether the file has changed. */
const LOOK_MS = 1_000;

/** The key of a profile file, read again when the file changes. */
export function profileKeys(path: string): KeySource {
  let held: { readonly keys: Keys; readonly version: string } | null = null;
  let before: readonly string[] = [];
  let lookedAt = Number.NEGATIVE_INFINITY;

  const versionNow = (): string => {
    const { mtimeMs, size, ino } = statSync(path);
    return `${mtimeMs} ${size} ${ino}`;
  };

  function hasChanged(): boolean {
    try {
      return held !== null && versionNow() !== held.version;
    } catch {
      return false;
    }
  }

  function read(sourceId: string): Keys {
    try {
      const version = versionNow();
      if (held?.version === version) return held.keys;
      const keys = readProfile(path);
      before = held === null ? [] : secretsOf(held.keys);
      held = { keys, version };
      return keys;
    } catch (cause) {
      // It may just be written: what was read of it serves until it can be read again.
      if (held !== null) return held.keys;
      throw new SourceError({
        code: 'UPSTREAM_AUTH_FAILED',
        message: `Source "${sourceId}": its profile file cannot be read. Check auth.file.`,
        origin: 'gateway',
        cause,
      });
    }
  }

  return {
    keys: async ({ now, sourceId }) => {
      if (held !== null && now() - lookedAt < LOOK_MS) return held.keys;
      lookedAt = now();
      return read(sourceId);
    },
    reject: () => {
      lookedAt = Number.NEGATIVE_INFINITY;
      return hasChanged();
    },
    secrets: () => [...before, ...(held === null ? [] : secretsOf(held.keys))],
  };
}
