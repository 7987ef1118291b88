import { badUserInput } from './bad-user-input.ts';

const LARGEST_PAGE = 500;
const DEFAULT_PAGE = 20;
/** Of tasks and origins. */
const DEFAULT_INNER_PAGE = 50;

export interface PageArguments {
  readonly size: number;
  readonly isForward: boolean;
}

type Count = number | null | undefined;

/** `first` and `last` of a connection (Relay cursor connections, §4); throws `BAD_USER_INPUT`. */
export function readPageArguments(first: Count, last: Count): PageArguments {
  if (typeof first === 'number' && typeof last === 'number') {
    throw badUserInput('Both `first` and `last` are given; give one of them.');
  }
  if (typeof last === 'number') return { size: checked('last', last), isForward: false };
  return { size: checked('first', first ?? DEFAULT_PAGE), isForward: true };
}

/** `first` of a list that is read forwards only; throws `BAD_USER_INPUT`. */
export const readFirst = (first: Count): number => checked('first', first ?? DEFAULT_INNER_PAGE);

function checked(argument: 'first' | 'last', size: number): number {
  if (size < 0) throw badUserInput(`\`${argument}\` is ${size}; give a number from 0 to ${LARGEST_PAGE}.`);
  if (size > LARGEST_PAGE) {
    throw badUserInput(`\`${argument}\` is ${size}; give at most ${LARGEST_PAGE}, and go on with a cursor.`);
  }
  return size;
}
