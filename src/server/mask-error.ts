import { GraphQLError } from 'graphql';
import { SourceError } from '../model/source-error.ts';
import { stackOf } from '../model/stack-of.ts';
import type { Log, LogLine } from '../observe/log/log.ts';
import { toGraphQLError } from '../resolvers/errors.ts';
import { redact } from '../secrets/redact.ts';
import { isErrorCode } from './error-codes.ts';

/** All that a client learns of a defect. */
export const UNEXPECTED =
  'Something went wrong inside the gateway. Your request is not to blame; the gateway’s log has the reason.';

/**
 * What a client may see of an error. Only what was thrown on purpose passes: a `SourceError`, a `GraphQLError` whose code is
 * one of `ERROR_CODES`, and what graphql itself says about the request. All else becomes `INTERNAL_SERVER_ERROR`, and the
 * reason goes to the log.
 */
export function createMaskError(log: Log): (error: unknown) => GraphQLError {
  return (error) => {
    const allowed = allow(error);
    if (allowed === null && !isAbort(rootOf(error))) log(toLogLine(error));
    return allowed ?? masked(error);
  };
}

function allow(error: unknown): GraphQLError | null {
  const root = rootOf(error);
  if (root instanceof SourceError) return replace(error, toGraphQLError(root, null));
  if (!(error instanceof GraphQLError && root instanceof GraphQLError)) return null;
  const { code } = error.extensions;
  if (isErrorCode(code)) return error;
  return error.path === undefined ? blameRequest(error) : null;
}

/** Without a path nothing was executed: the document, the operation's name or the variables are wrong. */
function blameRequest(error: GraphQLError): GraphQLError {
  const extensions = { code: 'BAD_USER_INPUT', ...error.extensions };
  return replace(error, new GraphQLError(error.message, { extensions }));
}

/** `unexpected` gives HTTP 500 where nothing at all could be answered; it is taken off before the answer is sent. */
const masked = (error: unknown): GraphQLError =>
  replace(
    error,
    new GraphQLError(UNEXPECTED, { extensions: { code: 'INTERNAL_SERVER_ERROR', unexpected: true } }),
  );

/** The new error in the old one's place in the document and in the answer. */
function replace(old: unknown, { message, extensions }: GraphQLError): GraphQLError {
  if (!(old instanceof GraphQLError)) return new GraphQLError(message, { extensions });
  const { nodes = null, source = null, positions = null, path = null } = old;
  return new GraphQLError(message, { nodes, source, positions, path, extensions });
}

function rootOf(error: unknown): unknown {
  return error instanceof GraphQLError && error.originalError ? rootOf(error.originalError) : error;
}

/** The client went away: nobody waits for the answer, and nothing is broken. */
const isAbort = (error: unknown): boolean => error instanceof Error && error.name === 'AbortError';

function toLogLine(error: unknown): LogLine {
  const root = rootOf(error);
  const path = error instanceof GraphQLError && error.path ? { path: error.path.join('.') } : {};
  return { level: 'error', event: 'unexpected-error', ...path, reason: redact(stackOf(root)) };
}
