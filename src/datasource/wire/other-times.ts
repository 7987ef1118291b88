/** Where a digit is left out: `2024-9-4 8:30:00`, as Java prints it in some countries. */
const SPARSE = /^(\d{4})([-/])(\d{1,2})\2(\d{1,2})[T ](\d{1,2}):(?=\d{2})/;

/** Day and time, in nothing but digits: as a number of milliseconds it would lie in the future. */
const DIGITS = /^20\d{12}$/;

/** `Wed, 04 Sep 2024 12:30:00 GMT` of HTTP, and `Wed Sep 04 12:30:00 UTC 2024` of C and Java. */
const OF_HTTP = /^[A-Z][a-z]{2}, (\d{1,2}) ([A-Z][a-z]{2}) (\d{4}) (\d{2}:\d{2}:\d{2}) (GMT|UTC|[+-]\d{4})$/;
const OF_C = /^[A-Z][a-z]{2} ([A-Z][a-z]{2}) {1,2}(\d{1,2}) (\d{2}:\d{2}:\d{2}) (?:(GMT|UTC) )?(\d{4})$/;
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** What other formats say, as ISO 8601 has it; a text in none of them as it is. */
export function textInIso(text: string): string {
  const http = OF_HTTP.exec(text);
  if (http !== null) return `${http[3]}-${monthOf(http[2])}-${two(http[1])}T${http[4]} ${http[5]}`;
  if (DIGITS.test(text)) return `${text.slice(0, 8)}T${text.slice(8)}`;
  const c = OF_C.exec(text);
  if (c !== null) return `${c[5]}-${monthOf(c[1])}-${two(c[2])}T${c[3]} ${c[4] ?? ''}`.trim();
  return text.replace(
    SPARSE,
    (_, year, sign, month, day, hour) => `${year}${sign}${two(month)}${sign}${two(day)}T${two(hour)}:`,
  );
}

/**
 * `[2024, 9, 4, 12, 30]`, perhaps with seconds and nanoseconds, as ISO 8601 has it: so Jackson writes Java's local times. `''`:
 * not such a list.
 */
export function partsInIso(parts: readonly unknown[]): string {
  if (parts.length < 5 || parts.length > 7 || !parts.every((part) => Number.isInteger(part))) return '';
  const [year, month, day, hour, minute, second = 0, nanoseconds = 0] = parts.map(String);
  const clock = [hour, minute, String(second)].map(two).join(':');
  return `${year}-${two(month)}-${two(day)}T${clock}.${String(nanoseconds).padStart(9, '0')}`;
}

const two = (digits: string | undefined): string => (digits ?? '').padStart(2, '0');

/** A name that no month has gives a month that no calendar has. */
const monthOf = (name: string | undefined): string => two(String(MONTHS.indexOf(name ?? '') + 1));
