import { z } from 'zod';
import { accessSchema } from './access.ts';
import { type SettingsSchemas, serverSchema, sourceId } from './check-config.ts';

type Json = Record<string, unknown>;

/**
 * JSON Schema (draft 7) of a configuration, for editors and for those who write configurations by program: every key with
 * its meaning, its default and its form. What a value may be in the environment's place is in the file itself: `${NAME}`.
 */
export function configSchema(schemas: SettingsSchemas): Json {
  const sources = [...schemas].map(([backend, settings]) => sourceSchema(backend, settings));
  const { proxy, tls } = asObject(sources[0]?.['properties']);
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'Configuration of Jobweave',
    type: 'object',
    properties: {
      server: {
        description: 'The server itself: where it listens, and how it is operated.',
        ...schemaOf(serverSchema),
      },
      access: { description: 'Who may ask, and what they see.', ...schemaOf(accessSchema) },
      sources: {
        description: 'What is asked for jobs: one entry for each place at a vendor.',
        type: 'array',
        minItems: 1,
        items: { oneOf: [...sources, MATRIX] },
      },
      // Of all sources that have none of their own.
      proxy,
      tls,
    },
    patternProperties: NOTES,
    required: ['sources'],
    additionalProperties: false,
  };
}

/** Keys of one's own, for anchors. */
const NOTES = { '^x-': {} };

/** A block that stands for many sources: what all of them need may come from either place. */
const MATRIX = {
  title: 'many sources from one block',
  type: 'object',
  properties: {
    id: { description: 'what all their ids begin with', type: 'string' },
    matrix: {
      description: 'lists of values, or maps that give each a short name: one source for each combination',
      type: 'object',
      additionalProperties: { type: ['array', 'object'] },
    },
  },
  required: ['id', 'matrix'],
};

function sourceSchema(backend: string, settings: z.ZodType): Json {
  const { properties, required, ...rest } = schemaOf(settings);
  return {
    title: backend,
    ...rest,
    patternProperties: NOTES,
    properties: {
      id: {
        description: 'a name of your own, part of every id that the gateway gives out',
        ...schemaOf(sourceId),
      },
      backend: { description: 'the kind of vendor', const: backend },
      ...asObject(properties),
    },
    required: ['id', 'backend', ...(Array.isArray(required) ? required : [])],
  };
}

const asObject = (value: unknown): Json => z.record(z.string(), z.unknown()).safeParse(value).data ?? {};

function schemaOf(schema: z.ZodType): Json {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, {
    target: 'draft-7',
    io: 'input',
    unrepresentable: 'any',
    override: ({ jsonSchema }) => adapt(jsonSchema),
  });
  return rest;
}

/** A variable of the environment in a value's place. */
const REFERENCE = { type: 'string', pattern: '\\$\\{' };

/** What only some texts, or no text at all, may be. */
const FORMS = ['pattern', 'minLength', 'maxLength', 'enum'] as const;

/** Gives each key its meaning, and lets a variable stand for each value that is bound to a form. */
function adapt(schema: Json): void {
  const { means, usual } = schema;
  delete schema['means'];
  delete schema['usual'];
  // The pattern says the same, and validators need not know it.
  delete schema['format'];
  if (typeof means === 'string')
    schema['description'] = typeof usual === 'string' ? `${means}; left out: ${usual}` : means;
  if (schema['const'] !== undefined) schema['description'] ??= `always ${String(schema['const'])}`;
  else if (isBound(schema)) orReference(schema);
}

const isBound = (schema: Json): boolean =>
  schema['type'] === 'integer' ||
  schema['type'] === 'number' ||
  schema['type'] === 'boolean' ||
  (schema['type'] === 'string' && FORMS.some((form) => schema[form] !== undefined));

function orReference(schema: Json): void {
  const { description: _, default: __, ...form } = schema;
  for (const key of Object.keys(form)) delete schema[key];
  schema['anyOf'] = [form, REFERENCE];
}
