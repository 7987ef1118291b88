import { join } from 'node:path';
import type { LoadOrder, LoadReport } from '../load/order.ts';
import { ask } from './ask.ts';
import { startChild } from './child.ts';

const PROGRAM = join(import.meta.dirname, '../load/main.ts');
/** More than one request may take. */
const PATIENCE_MS = 90_000;

export interface Load {
  readonly run: (order: LoadOrder) => Promise<LoadReport>;
  readonly stop: () => Promise<void>;
}

/** The process in which all clients live. */
export function startLoad(): Load {
  const child = startChild([process.execPath, PROGRAM], { core: 1, talks: true });
  return {
    run: (order) => ask<LoadReport>(child, order, order.seconds * 1_000 + PATIENCE_MS),
    stop: child.stop,
  };
}
