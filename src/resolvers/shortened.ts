const LONGEST = 60;

/** What a client wrote, for a message about it. */
export const shortened = (text: string): string =>
  text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
