import type { z } from 'zod';

type Issue = z.core.$ZodIssue;

/** One thing that is wrong at one place. */
export interface FlatIssue {
  readonly path: readonly PropertyKey[];
  /** `key`: the last step of the path should not be there, and the message is a full line. */
  readonly about: 'value' | 'key';
  readonly message: string;
  /** The type that the schema wants, where it wants another one. */
  readonly expected: string | null;
}

/** An issue as single faults: unknown keys apart, and of a union only the branch that was meant. */
export function flattenIssue(issue: Issue, above: readonly PropertyKey[] = []): FlatIssue[] {
  const path = [...above, ...issue.path];
  if (issue.code === 'unrecognized_keys') return flattenKeys(issue, path);
  if (issue.code === 'invalid_union' && issue.errors.length > 0) return flattenUnion(issue.errors, path);
  const expected = issue.code === 'invalid_type' ? issue.expected : null;
  return [{ path, about: 'value', message: issue.message, expected }];
}

function flattenKeys(issue: Extract<Issue, { code: 'unrecognized_keys' }>, path: PropertyKey[]): FlatIssue[] {
  const lines = issue.message.split('\n');
  return issue.keys.map((key, index) => ({
    path: [...path, key],
    about: 'key',
    message: lines[index] ?? issue.message,
    expected: null,
  }));
}

/** The branch whose `type` fits; else the one whose kind of value fits; else all that would have been right. */
function flattenUnion(branches: readonly Issue[][], path: PropertyKey[]): FlatIssue[] {
  const ofType = branches.filter((issues) => !issues.some((issue) => isAt(issue, ['type'])));
  const ofKind = ofType.filter(
    (issues) => !issues.some((issue) => issue.code === 'invalid_type' && isAt(issue, [])),
  );
  const meant = ofKind.toSorted((a, b) => a.length - b.length)[0];
  if (meant !== undefined) return meant.flatMap((issue) => flattenIssue(issue, path));
  return ofType.length === branches.length ? [anyOf(branches, [], path)] : [anyOf(branches, ['type'], path)];
}

function anyOf(branches: readonly Issue[][], at: readonly string[], path: PropertyKey[]): FlatIssue {
  const issues = branches.flat().filter((issue) => isAt(issue, at));
  const values = issues.flatMap((issue) => (issue.code === 'invalid_value' ? issue.values.map(String) : []));
  const messages = [...new Set(issues.map((issue) => issue.message))];
  const verb = messages[0]?.startsWith('is missing') ? 'is missing; give' : 'must be';
  const message = values.length > 0 ? `${verb} one of ${values.join(', ')}` : messages.join(', or ');
  const expected = issues.find((issue) => issue.code === 'invalid_type')?.expected ?? null;
  return { path: [...path, ...at], about: 'value', message, expected };
}

const isAt = (issue: Issue, path: readonly PropertyKey[]): boolean =>
  issue.path.length === path.length && path.every((step, index) => issue.path[index] === step);
