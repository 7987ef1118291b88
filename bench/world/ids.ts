import type { Run } from './run.ts';
import { type Stream, VENDORS } from './world.ts';

const digits = (value: number, length: number): string => String(value).padStart(length, '0');

/** Scheduler jobs whose runs take turns in the one list of `zstack`. */
export const SCHEDULER_JOBS = 4;

export const schedulerJobId = (place: number): string => digits(place, 32);

const vendorDigit = (stream: Stream): number => VENDORS.indexOf(stream.vendor);

/** Of the cluster, the policy, the scheduled task or the instance that the job hangs under. */
export const originIdOf = (stream: Stream): string =>
  `00000000-0000-4000-a00${vendorDigit(stream)}-${digits(stream.origin, 12)}`;

export const originIdOfRun = ({ stream, index }: Run): string =>
  stream.vendor === 'zstack' ? schedulerJobId(index % SCHEDULER_JOBS) : originIdOf(stream);

/** `zstack` counts its rows; the other vendors have ids that tell nothing. */
export const nativeIdOf = ({ stream, index }: Run): string =>
  stream.vendor === 'zstack'
    ? String(stream.rows - index)
    : `${digits(stream.origin, 8)}-0000-4000-b00${vendorDigit(stream)}-${digits(index, 12)}`;

/** Where a job that has such an id stands. */
export function placeOfId(id: string): { readonly origin: number; readonly index: number } {
  return { origin: Number(id.slice(0, 8)), index: Number(id.slice(24)) };
}

export const originOfId = (id: string): number => Number(id.slice(24));
