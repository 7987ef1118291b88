const MAX_LENGTH = 60;

/** A key or id of the file for a message: in backticks, on one line, no longer than it helps. */
export function quoteName(name: string): string {
  const short = name.length > MAX_LENGTH ? `${name.slice(0, MAX_LENGTH)}…` : name;
  return `\`${JSON.stringify(short).slice(1, -1).replaceAll('\\"', '"')}\``;
}
