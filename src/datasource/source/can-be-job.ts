import type { JobKey } from '../../model/global-id.ts';
import type { BackendDefinition } from '../contract/backend-definition.ts';

/**
 * Whether a key is one that a source of this vendor may have given out. Ids are not signed, so anybody can make one up; what
 * cannot be the id of a job is not asked for.
 */
export function canBeJob(definition: BackendDefinition, key: JobKey): boolean {
  const { findsJobBy, isNativeId = always, isOriginId = always } = definition;
  if (!isNativeId(key.nativeId)) return false;
  const hasTime = key.createdAt !== null;
  if (findsJobBy === 'native-id') return key.originId === '' && !hasTime;
  return key.originId !== '' && isOriginId(key.originId) && (findsJobBy === 'origin-and-time' || !hasTime);
}

/**
 * Whether an origin of this native id may be shown. One whose jobs are shown although their origin is not is known by these
 * jobs alone.
 */
export const canBeOrigin = (
  { isOriginId = always, onlyOrigins }: BackendDefinition,
  nativeId: string,
): boolean => isOriginId(nativeId) && (onlyOrigins === undefined || onlyOrigins.includes(nativeId));

const always = (): boolean => true;
