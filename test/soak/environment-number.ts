/** A setting of a run. */
export function environmentNumber(name: string, otherwise: number): number {
  const value = Number(process.env[name] ?? otherwise);
  if (!Number.isFinite(value) || value < 0) throw new RangeError(`${name} is ${process.env[name]}`);
  return value;
}
