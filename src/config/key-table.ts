import { z } from 'zod';

/** The keys of a schema as a Markdown table: key, what holds where it is left out, meaning. `without`: keys that stand elsewhere. */
export function keyTable(schema: z.ZodObject, without: readonly string[] = []): string {
  const rows = Object.entries(schema.shape)
    .filter(([key]) => !without.includes(key))
    .map(([key, one]) => rowOf(key, one));
  return ['| key | default | meaning |', '| --- | --- | --- |', ...rows].join('\n');
}

const Meta = z.object({ means: z.string().optional(), usual: z.string().optional() });

function rowOf(key: string, schema: z.core.$ZodType): string {
  const { means = '', usual } = Meta.parse((schema instanceof z.ZodType ? schema.meta() : undefined) ?? {});
  return `| \`${key}\` | ${usual ?? defaultOf(schema)} | ${means} |`;
}

function defaultOf(schema: z.core.$ZodType): string {
  const { success, data } = z.safeParse(schema, undefined);
  if (!success) return isOptional(schema) ? 'none' : 'required';
  return data === undefined ? 'none' : String(data);
}

const isOptional = (schema: z.core.$ZodType): boolean => schema._zod.optin === 'optional';
