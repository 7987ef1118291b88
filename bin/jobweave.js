#!/usr/bin/env -S node --max-semi-space-size=32 --v8-pool-size=1
// Plain JavaScript that old versions of Node can read too: what is needed is said before anything else is loaded.
import { existsSync } from 'node:fs';
import module from 'node:module';
import { fileURLToPath } from 'node:url';

const OLDEST = 24;

if (Number.parseInt(process.versions.node, 10) < OLDEST) {
  process.stderr.write(`Jobweave needs Node ${OLDEST} or newer; this is Node ${process.versions.node}.\n`);
  process.exit(2);
}

// What was compiled is kept for the next start, where this may be written. It has to be said before the first TypeScript: where
// all of it is kept, Node does without what strips the types, which is 25 MB.
module.enableCompileCache(fileURLToPath(new URL('../node_modules/.cache/jobweave', import.meta.url)));

// Some packages do more checks, and are slower, where this is not set.
process.env.NODE_ENV ??= 'production';

// The package has only what is compiled; in the repository, where that may be old, Node strips the types itself.
const source = new URL('../src/main.ts', import.meta.url);
await import(existsSync(source) ? source.href : new URL('../dist/main.js', import.meta.url).href);
