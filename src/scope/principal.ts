/** What a principal may see. */
export interface Rights {
  /** Patterns of source ids, in which `*` stands for any text. All other sources do not exist for the principal. */
  readonly sources: readonly string[];
  /** Vendors' rows as they were received. */
  readonly raw: boolean;
  /** What an answer took: the requests to vendors, with their paths. */
  readonly explain: boolean;
  /** The schema, by introspection, and "did you mean" in messages. */
  readonly introspection: boolean;
}

/** Who asks. */
export interface Principal {
  /** For logs and for taking turns, unique among all principals: `anonymous`, `key:NAME` or `jwt:NAME`. */
  readonly name: string;
  readonly rights: Rights;
}

export const ALL_RIGHTS: Rights = { sources: ['*'], raw: true, explain: true, introspection: true };

export const ANONYMOUS: Principal = { name: 'anonymous', rights: ALL_RIGHTS };
