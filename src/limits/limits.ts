/** What one request may be, and what one process takes at once. */
export interface Limits {
  /** Tokens of a document. */
  readonly tokens: number;
  /** Levels of fields; introspection has a limit of its own in graphql. */
  readonly depth: number;
  /** Fields of a document that have an alias. */
  readonly aliases: number;
  /** What an operation may cost: see `costOf`. */
  readonly cost: number;
  /** Bytes of a request's body. */
  readonly bodyBytes: number;
  /** Values that its body may have: members of objects and items of lists. */
  readonly values: number;
  /** Rows of jobs that one operation may read, beside those of its lists: see `Budget`. */
  readonly rows: number;
  /** Bytes of an answer, or of one part of an answer that comes in parts. */
  readonly answerBytes: number;
  /** How long one operation may run. */
  readonly operationMs: number;
  /** Bytes of documents that are kept, so that they need not be read and checked again. */
  readonly documentBytes: number;
  /** Connections at once: see `ConnectionRoom`. */
  readonly connections: number;
  /** From the connection, or the last answer on it, to the last header. */
  readonly headersMs: number;
  /** From there to the last byte of the body. */
  readonly bodyMs: number;
  /** How long a connection without a request is kept: longer than a balancer in front keeps its own. */
  readonly keepAliveMs: number;
}

const MEBIBYTE = 1024 * 1024;

export const DEFAULT_LIMITS: Limits = {
  tokens: 2_000,
  depth: 12,
  aliases: 30,
  cost: 500_000,
  bodyBytes: MEBIBYTE,
  values: 10_000,
  rows: 50_000,
  answerBytes: 16 * MEBIBYTE,
  operationMs: 60_000,
  documentBytes: 32 * MEBIBYTE,
  connections: 1_000,
  headersMs: 10_000,
  bodyMs: 15_000,
  keepAliveMs: 65_000,
};
