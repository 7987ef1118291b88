import { readFileSync } from 'node:fs';

const MICROS_PER_TICK = 10_000;
const KIBIBYTE = 1_024;

/** CPU time of the process and all of its threads so far, in microseconds, as the kernel counts it. */
export function cpuMicros(pid: number): number {
  const line = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // The name of the command stands in brackets and may hold anything.
  const fields = line.slice(line.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) * MICROS_PER_TICK;
}

/** Resident memory, in bytes. */
export function residentBytes(pid: number): number {
  const [, kibibytes] = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kibibytes) * KIBIBYTE;
}

const NANOS_PER_MS = 1e6;

/** How long its main thread had to wait for a processor so far, because others had it, in milliseconds. */
export function heldUpMs(pid: number): number {
  const [, waited] = readFileSync(`/proc/${pid}/schedstat`, 'utf8').split(' ');
  return Number(waited) / NANOS_PER_MS;
}
