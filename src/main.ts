#!/usr/bin/env node
import { enableCompileCache } from 'node:module';
import { join } from 'node:path';

const OLDEST_NODE = 24;

if (Number.parseInt(process.versions.node, 10) < OLDEST_NODE) {
  process.stderr.write(
    `Node ${process.versions.node} is too old; run \`npm start\`, which brings its own, or use Node ${OLDEST_NODE}.\n`,
  );
  process.exit(2);
}

// What was compiled is kept for the next start, where this may be written. It knows nothing of what was loaded before it.
enableCompileCache(join(import.meta.dirname, '../node_modules/.cache/jobweave'));
const { run } = await import('./cli/run.ts');
run(process.argv.slice(2));
