import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const SCHEMA_FOLDER = join(import.meta.dirname, '../../schema');

/**
 * The whole public contract, as text: every `.graphql` file under `schema/`, in the order of their paths.
 * A union may be extended in a file of its own, so a new vendor's `details` need no change elsewhere.
 */
export function readSdl(folder: string = SCHEMA_FOLDER): string {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  const sdl = files.filter((file) => file.endsWith('.graphql')).sort();
  return sdl.map((file) => readFileSync(join(folder, file), 'utf8')).join('\n');
}
