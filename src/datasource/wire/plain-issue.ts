import type { z } from 'zod';

const KINDS: Readonly<Record<string, string>> = {
  object: 'an object',
  record: 'an object',
  array: 'a list',
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
};

/** What is wrong with a value, as the readers of fields say it: `not a text`. Messages of a schema's own stay. */
export function plainIssue(issue: z.core.$ZodIssue): string {
  if (!issue.message.startsWith('Invalid ')) return issue.message;
  switch (issue.code) {
    case 'invalid_type':
      return `not ${KINDS[issue.expected] ?? issue.expected}`;
    case 'invalid_union':
      return 'of another shape than any that is known';
    case 'invalid_value':
      return 'not one of the values that are known';
    default:
      return issue.message;
  }
}
