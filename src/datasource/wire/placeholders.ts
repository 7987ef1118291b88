/** What is written for "no value" where a number or a time is due: by people, or by what turns a null into text. */
const PLACEHOLDERS: ReadonlySet<string> = new Set([
  '',
  '-',
  '--',
  '(null)',
  '<nil>',
  'invalid date',
  'n/a',
  'nan',
  'nat',
  'nil',
  'none',
  'null',
  'undefined',
]);

export const isPlaceholder = (text: string): boolean => PLACEHOLDERS.has(text.trim().toLowerCase());
