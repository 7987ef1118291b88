const formats = new Map<string, Intl.DateTimeFormat>();

/** Java's US format, in a zone that it does not name. */
export function printed(time: number, zone: string): string {
  const known = formats.get(zone);
  const format =
    known ?? new Intl.DateTimeFormat('en-US', { dateStyle: 'medium', timeStyle: 'medium', timeZone: zone });
  formats.set(zone, format);
  return format.format(time);
}

const HOUR = 3_600_000;
/** Clocks are put forward and back by half an hour or an hour. */
const SHIFTS = [-HOUR, -HOUR / 2, 0, HOUR / 2, HOUR];

/** Instants that are printed alike, in their order: two in an hour that a clock shows twice. */
export const alike = (time: number, zone: string): readonly number[] =>
  SHIFTS.map((shift) => time + shift).filter((one) => printed(one, zone) === printed(time, zone));

/** What a clock in a zone shows, `2026-10-01 12:00:00`, as an instant: of two the one that `pick` says. */
export function ofWall(text: string, zone: string, pick: (from: readonly number[]) => number): number {
  const asUtc = Date.parse(`${text.replace(' ', 'T')}Z`);
  const shown = printed(asUtc, 'UTC');
  const guess = asUtc - (Date.parse(`${printed(asUtc, zone)} UTC`) - asUtc);
  const found = SHIFTS.map((shift) => guess + shift).filter((one) => printed(one, zone) === shown);
  // A time that the clock left out.
  return found.length === 0 ? guess : pick(found);
}
