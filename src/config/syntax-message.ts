import type { ErrorCode } from 'yaml';

/** What would be right, for each way in which a text is not YAML. The parser's own words may quote a secret. */
const MESSAGES: Readonly<Record<ErrorCode, string>> = {
  ALIAS_PROPS: 'an alias (`*name`) has an anchor or a tag of its own; write the alias alone',
  BAD_ALIAS: 'an alias or anchor has no valid name; write `&name` and `*name`, or put the value in quotes',
  BAD_COLLECTION_TYPE: 'a tag does not fit its value; remove the tag (`!…`)',
  BAD_DIRECTIVE: 'an unknown directive; remove the line, or put a value that starts with `%` in quotes',
  BAD_DQ_ESCAPE: 'an unknown escape in double quotes; write `\\\\` for a backslash, or use single quotes',
  BAD_INDENT: 'the indentation does not fit; indent what belongs together alike, and close every `[` and `{`',
  BAD_PROP_ORDER: 'an anchor or tag is out of place; it stands directly before its value',
  BAD_SCALAR_START: 'a value cannot start with this character; put the value in quotes',
  BLOCK_AS_IMPLICIT_KEY:
    'a second `key: value` on one line; start a new line, or put a value that holds `: ` in quotes',
  BLOCK_IN_FLOW: 'a value in `[ ]` or `{ }` is written as a block; write it with `[ ]` or `{ }` too',
  DUPLICATE_KEY: 'a key is given twice; keep one',
  IMPOSSIBLE: 'this is not YAML; check the line above it as well',
  KEY_OVER_1024_CHARS: 'a key is longer than 1024 characters; is a closing quote or a `:` missing?',
  MISSING_CHAR:
    'a character is missing, or the indentation does not fit; indent what belongs together alike, close every quote, put a space after `:`, and a comma between entries of `[ ]` and `{ }`',
  MULTILINE_IMPLICIT_KEY: 'a line without `:`; write `key: value`, each on its own line',
  MULTIPLE_ANCHORS: 'a value has two anchors; keep one',
  MULTIPLE_DOCS: 'a second document starts here; keep one, and remove the line `---` or `...`',
  MULTIPLE_TAGS: 'a value has two tags; remove them',
  NON_STRING_KEY: 'a key is not text; put it in quotes',
  RESOURCE_EXHAUSTION: 'the values are nested too deep; a configuration needs five levels',
  TAB_AS_INDENT: 'a tab is used for indentation; YAML wants spaces',
  TAG_RESOLVE_FAILED: 'an unknown tag; remove it, or put a value that starts with `!` in quotes',
  UNEXPECTED_TOKEN: 'something is out of place; check quotes, brackets and commas on this line',
};

/** One line for a syntax error; `line` is the text of the line that it stands on. */
export function syntaxMessage(code: ErrorCode, line: string): string {
  const hint =
    line.includes('${') && code !== 'TAB_AS_INDENT' ? '; a value that holds `${` needs quotes here' : '';
  return MESSAGES[code] + hint;
}
