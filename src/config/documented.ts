import type { z } from 'zod';

/** What a key means, for people: one line of Markdown, whose links are those of a page in `docs/`. */
export type KeyDoc =
  | string
  | {
      /** What holds where the key is left out, if the schema does not know it. */
      readonly default: string;
      readonly means: string;
    };

/** The same keys, each with its meaning: for the JSON Schema of the configuration, and the tables made of it. */
export function documented<Shape extends z.ZodRawShape>(
  shape: Shape,
  docs: { readonly [Key in keyof Shape]: KeyDoc },
): Shape {
  const entries = Object.entries(shape).map(([key, schema]) => [key, withDoc(schema, docs[key])] as const);
  return Object.assign({}, shape, Object.fromEntries(entries));
}

/** `description` stays what faults say of a value; the meaning of the key stands beside it. */
function withDoc(schema: z.core.$ZodType, doc: KeyDoc | undefined): z.core.$ZodType {
  if (doc === undefined || !('meta' in schema) || typeof schema.meta !== 'function') return schema;
  const [means, usual] = typeof doc === 'string' ? [doc, undefined] : [doc.means, doc.default];
  return schema.meta({ ...schema.meta(), means, ...(usual === undefined ? {} : { usual }) });
}
