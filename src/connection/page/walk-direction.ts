import { type Direction, directionOf, reverse } from '../../model/sort-key.ts';
import type { JobPageRequest } from './job-page-request.ts';

/** Backward pages walk against the order that was asked for. */
export const walkDirection = ({ order, isForward }: JobPageRequest): Direction =>
  isForward ? directionOf(order) : reverse(directionOf(order));
