/** The clock of a management node: wall-clock times are milliseconds as if the wall clock showed UTC. */
export interface ZstackClock {
  readonly wallOf: (time: number) => number;
  /** As Gson prints a timestamp, e.g. `Nov 14, 2017 10:20:57 PM` (docs/vendors/zstack.md#times). */
  readonly print: (time: number) => string;
}

const QUARTER_HOUR = 15 * 60_000;
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** No zone changes its offset within a quarter of an hour, so one look-up serves for all of it. */
const offsetReader = (timeZone: string): ((time: number) => number) => {
  const format = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' });
  const known = new Map<number, number>();
  const read = (time: number): number => {
    const text = format.formatToParts(time).find((part) => part.type === 'timeZoneName')?.value ?? '';
    const [, sign, hours, minutes] = /([+-])(\d\d):(\d\d)/.exec(text) ?? [];
    const offset = (Number(hours ?? 0) * 60 + Number(minutes ?? 0)) * 60_000;
    return sign === '-' ? -offset : offset;
  };
  return (time) => {
    const quarter = Math.floor(time / QUARTER_HOUR);
    const offset = known.get(quarter) ?? read(time);
    known.set(quarter, offset);
    return offset;
  };
};

const twoDigits = (value: number): string => String(value).padStart(2, '0');

/** `newJvm`: a comma after the year and U+202F before AM or PM, as newer Java prints. Throws for an unknown zone. */
export const createZstackClock = (timeZone: string, newJvm: boolean): ZstackClock => {
  const offsetOf = offsetReader(timeZone);
  const wallOf = (time: number) => time + offsetOf(time);
  const print = (time: number) => {
    const wall = new Date(wallOf(time));
    const day = `${MONTHS[wall.getUTCMonth()]} ${wall.getUTCDate()}, ${wall.getUTCFullYear()}`;
    const hour = wall.getUTCHours();
    const clock = `${hour % 12 || 12}:${twoDigits(wall.getUTCMinutes())}:${twoDigits(wall.getUTCSeconds())}`;
    return `${day}${newJvm ? ',' : ''} ${clock}${newJvm ? '\u202f' : ' '}${hour < 12 ? 'AM' : 'PM'}`;
  };
  return { wallOf, print };
};

const MYSQL_TIME = /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T](\d{1,2}):(\d{1,2})(?::(\d{1,2}(?:\.\d{1,6})?))?)?$/;

/** A wall-clock time out of what MySQL takes for one, `yyyy-MM-dd HH:mm:ss`; `null`: it takes it for none. */
export const parseMysqlTime = (text: string): number | null => {
  const match = MYSQL_TIME.exec(text);
  if (match === null) return null;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match
    .slice(1)
    .map((part) => Number(part ?? 0));
  const midnight = new Date(Date.UTC(year, month - 1, day));
  const exists = midnight.getUTCMonth() === month - 1 && midnight.getUTCDate() === day;
  if (!exists || hour > 23 || minute > 59 || second >= 60) return null;
  return midnight.getTime() + ((hour * 60 + minute) * 60 + second) * 1000;
};

export const printMysqlTime = (wall: number): string =>
  new Date(wall).toISOString().slice(0, 19).replace('T', ' ');
