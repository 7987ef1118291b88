/** What the configuration lets a source show of what its credentials may see. */
export interface Bounds {
  /** Only jobs of these origins; `undefined`: of all. */
  readonly onlyOrigins: readonly string[] | undefined;
  /** Jobs that are shown whatever they hang under. */
  readonly namedJobs?: readonly string[];
}

/** Whether any job of an origin can be within the bounds. */
export const mayShowOrigin = ({ onlyOrigins, namedJobs = [] }: Bounds, originId: string): boolean =>
  onlyOrigins === undefined || onlyOrigins.includes(originId) || namedJobs.length > 0;

/** `originId`: `null` where the job hangs under nothing that is known. */
export const showsJob = (
  { onlyOrigins, namedJobs = [] }: Bounds,
  nativeId: string,
  originId: string | null,
): boolean =>
  onlyOrigins === undefined ||
  (originId !== null && onlyOrigins.includes(originId)) ||
  namedJobs.includes(nativeId);
