import { cpus, loadavg, totalmem } from 'node:os';
import { isPinned } from './cores.ts';

/** What a reader must know of the place before any number. */
export function machine(): string {
  const all = cpus();
  const cores = `${all.length} × ${all[0]?.model.trim() ?? 'unknown'}`;
  const memory = `${Math.round(totalmem() / 1e9)} GB`;
  const pins = isPinned()
    ? 'one core for the contender, another for all else'
    : 'processes not kept to their cores';
  const load = loadavg().map((value) => value.toFixed(1));
  return `${cores}, ${memory}, Node ${process.version}, ${process.platform}; ${pins}; load ${load.join(', ')}`;
}
