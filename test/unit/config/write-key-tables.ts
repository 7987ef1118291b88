import { writeFileSync } from 'node:fs';
import { PAGE, readPage, withFreshTables } from './key-tables.ts';

writeFileSync(PAGE, withFreshTables(readPage()));
