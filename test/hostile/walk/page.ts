import { z } from 'zod';

const report = z
  .object({
    source: z.object({ id: z.string() }),
    state: z.string(),
    error: z.object({ code: z.string(), message: z.string(), retryable: z.boolean() }).nullable(),
    /** Absent: the schema does not have it. */
    owesRows: z.boolean().optional(),
  })
  .transform(({ source, state, error, owesRows }) => ({
    source: source.id,
    state,
    code: error?.code ?? null,
    message: error?.message ?? null,
    isRetryable: error?.retryable ?? false,
    owesRows: owesRows ?? null,
  }));

const node = z
  .object({
    id: z.string(),
    nativeId: z.string(),
    createdAt: z.string().nullable(),
    startedAt: z.string().nullable(),
    status: z.string(),
    error: z.object({ code: z.string().nullable(), message: z.string().nullable() }).nullable(),
    source: z.object({ id: z.string() }),
  })
  .transform(({ id, nativeId, createdAt, startedAt, status, error, source }) => ({
    id,
    status,
    hasStarted: startedAt !== null,
    hasError: error !== null,
    key: {
      source: source.id,
      id: nativeId,
      time: createdAt === null ? null : Date.parse(createdAt),
    },
  }));

const edge = z
  .object({ cursor: z.string(), late: z.boolean(), node })
  .transform(({ cursor, late, node: row }) => ({ ...row, cursor, isLate: late }));

const page = z
  .object({
    edges: z.array(edge),
    pageInfo: z.object({
      hasNextPage: z.boolean(),
      hasPreviousPage: z.boolean(),
      startCursor: z.string().nullable(),
      endCursor: z.string().nullable(),
    }),
    totalCount: z.object({ value: z.int(), precision: z.enum(['EXACT', 'AT_LEAST']) }).nullish(),
    sources: z.array(report),
  })
  .transform(({ edges, pageInfo, totalCount, sources }) => ({
    edges,
    hasNext: pageInfo.hasNextPage,
    hasPrevious: pageInfo.hasPreviousPage,
    start: pageInfo.startCursor,
    end: pageInfo.endCursor,
    count: totalCount ?? null,
    reports: sources,
  }));

const fault = z.looseObject({
  message: z.string().optional(),
  code: z.string(),
  source: z.string().optional(),
});

const error = z
  .object({
    message: z.string(),
    extensions: fault.extend({ sources: z.array(fault).optional() }).optional(),
  })
  .transform(({ message, extensions }) => {
    // Where every source failed, and each in another way, these tell what happened.
    const { code = 'no code', sources = [] } = extensions ?? {};
    const told = sources.length > 0 ? sources : [{ code, message, source: extensions?.source }];
    return told.map((one) => ({
      code: one.code,
      message: one.message ?? message,
      source: one.source ?? null,
    }));
  });

/** One answer to the walk's query. */
export const answer = z
  .object({
    data: z.object({ jobs: page.nullable() }).nullish(),
    errors: z.array(error).optional(),
  })
  .transform(({ data, errors = [] }) => ({
    /** Null: the whole list is an error. */
    page: data?.jobs ?? null,
    errors: errors.flat(),
  }));

/** Answers to look-ups by id. */
export const lookUps = z
  .object({
    data: z.object({ nodes: z.array(node.nullable()) }).nullish(),
    errors: z.array(error).optional(),
  })
  .transform(({ data, errors = [] }) => ({ nodes: data?.nodes ?? null, errors: errors.flat() }));

export type LookUps = z.output<typeof lookUps>;
export type Answer = z.output<typeof answer>;
export type Page = z.output<typeof page>;
export type Edge = Page['edges'][number];
export type Report = Page['reports'][number];

export const introspection = z
  .object({ data: z.object({ __type: z.object({ fields: z.array(z.object({ name: z.string() })) }) }) })
  .transform(({ data }) => data.__type.fields.map(({ name }) => name));
