import type { Instant } from './job.ts';

/** All that is needed to fetch a job again; it never changes, and is the same in every process. */
export interface JobKey {
  readonly sourceId: string;
  /** `''`: the vendor finds the job without its origin. */
  readonly originId: string;
  readonly nativeId: string;
  /** Only where the vendor can find a job by nothing else than its place in the list. */
  readonly createdAt: Instant | null;
}

export interface TaskKey {
  readonly job: JobKey;
  readonly nativeId: string;
}

export interface OriginKey {
  readonly sourceId: string;
  readonly nativeId: string;
}

export interface ResourceKey {
  /** `null`: whatever bears the native id, at any source. */
  readonly sourceId: string | null;
  readonly nativeId: string;
}

export type GlobalId =
  | { readonly type: 'Job'; readonly key: JobKey }
  | { readonly type: 'Task'; readonly key: TaskKey }
  | { readonly type: 'Origin'; readonly key: OriginKey }
  | { readonly type: 'CloudResource'; readonly key: ResourceKey };

const encode = (...parts: readonly (string | number | null)[]): string =>
  Buffer.from(JSON.stringify(parts)).toString('base64url');

/** Neither secret nor signed: a made-up id shows no more than the gateway shows to everybody. */
export const jobId = ({ sourceId, originId, nativeId, createdAt }: JobKey): string =>
  Buffer.from(JSON.stringify(['j', sourceId, originId, nativeId, createdAt])).toString('base64url');

export const taskId = ({ job, nativeId }: TaskKey): string =>
  encode('t', job.sourceId, job.originId, job.nativeId, job.createdAt, nativeId);

export const originId = ({ sourceId, nativeId }: OriginKey): string => encode('o', sourceId, nativeId);

export const resourceId = ({ sourceId, nativeId }: ResourceKey): string => encode('r', sourceId, nativeId);

/** `null`: not an id that this gateway gives out. */
export function parseGlobalId(id: string): GlobalId | null {
  const [tag, ...parts] = decode(id);
  if (tag === 'j') return typed('Job', jobKey(parts, 4));
  if (tag === 'o') return typed('Origin', originKey(parts));
  if (tag === 'r') return typed('CloudResource', resourceKey(parts));
  if (tag !== 't') return null;
  const job = jobKey(parts, 5);
  const nativeId = parts[4];
  return job && isName(nativeId) ? { type: 'Task', key: { job, nativeId } } : null;
}

const typed = <T extends GlobalId['type'], K>(type: T, key: K | null): { type: T; key: K } | null =>
  key === null ? null : { type, key };

function decode(id: string): unknown[] {
  if (!/^[A-Za-z0-9_-]{1,4096}$/.test(id)) return [];
  try {
    const parts: unknown = JSON.parse(Buffer.from(id, 'base64url').toString('utf8'));
    return Array.isArray(parts) ? parts : [];
  } catch {
    return [];
  }
}

function jobKey(parts: readonly unknown[], length: number): JobKey | null {
  const [sourceId, origin, nativeId, createdAt] = parts;
  if (parts.length !== length || !isName(sourceId) || !isName(nativeId)) return null;
  if (typeof origin !== 'string' || !origin.isWellFormed() || !(createdAt === null || isInstant(createdAt)))
    return null;
  return { sourceId, originId: origin, nativeId, createdAt };
}

function originKey(parts: readonly unknown[]): OriginKey | null {
  const [sourceId, nativeId] = parts;
  return parts.length === 2 && isName(sourceId) && isName(nativeId) ? { sourceId, nativeId } : null;
}

function resourceKey(parts: readonly unknown[]): ResourceKey | null {
  const [sourceId, nativeId] = parts;
  const isKey = parts.length === 2 && (sourceId === null || isName(sourceId)) && isName(nativeId);
  return isKey ? { sourceId, nativeId } : null;
}

/** Half of a surrogate pair is no character, and no URL can hold it. */
const isName = (part: unknown): part is string =>
  typeof part === 'string' && part !== '' && part.isWellFormed();

const isInstant = (part: unknown): part is Instant =>
  typeof part === 'number' && Number.isSafeInteger(part) && Math.abs(part) <= 8.64e15;
