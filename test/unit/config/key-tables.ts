import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { commonSettings } from '../../../src/backends/backend.ts';
import { serverSchema } from '../../../src/config/check-config.ts';
import { keyTable } from '../../../src/config/key-table.ts';
import { limitsSchema } from '../../../src/config/limits.ts';
import { settingsSchemas } from '../../../src/create-gateway.ts';

export const PAGE = join(import.meta.dirname, '../../../docs/configuration.md');

/** Keys that a table names for several backends are those of the one that has most. */
const ofBackend = (backend: string): string => {
  const schema = settingsSchemas.get(backend);
  if (!(schema instanceof z.ZodObject)) throw new TypeError(`${backend} has no keys.`);
  return keyTable(schema, Object.keys(commonSettings.shape));
};

const TABLES: Readonly<Record<string, () => string>> = {
  server: () => keyTable(serverSchema),
  'server.limits': () => keyTable(limitsSchema),
  'every source': () => keyTable(commonSettings),
};

const MARKED = /(<!-- keys: (.+?) -->\n)[\s\S]*?(\n<!-- end of keys -->)/g;

/** The page with its tables made anew. */
export const withFreshTables = (page: string): string =>
  page.replaceAll(MARKED, (_, begin: string, name: string, end: string) => {
    const table = (TABLES[name] ?? (() => ofBackend(name)))();
    return `${begin}\n${table}\n${end}`;
  });

export const namesOfTables = (page: string): string[] =>
  [...page.matchAll(MARKED)].map(([, , name = '']) => name);

export const readPage = (): string => readFileSync(PAGE, 'utf8');
