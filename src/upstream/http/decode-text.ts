const UTF_8 = new TextDecoder();

/** Of a `Content-Type`; quotes around it are allowed. */
const CHARSET = /;\s*charset\s*=\s*["']?([\w.:+-]{1,40})/i;

export interface DecodedText {
  readonly text: string;
  /** Why it may have been decoded wrongly. Absent: nothing is doubtful. */
  readonly doubt?: string;
}

/** A body in the charset that its type names, UTF-8 where it names none. */
export function decodeText(bytes: Uint8Array, contentType: string): DecodedText {
  const charset = CHARSET.exec(contentType.slice(0, 200))?.[1] ?? 'utf-8';
  const decoder = decoderOf(charset);
  if (decoder !== null) return { text: decoder.decode(bytes) };
  return { text: UTF_8.decode(bytes), doubt: `charset ${charset}: not known, so read as UTF-8` };
}

function decoderOf(charset: string): TextDecoder | null {
  if (/^utf-?8$/i.test(charset)) return UTF_8;
  try {
    return new TextDecoder(charset);
  } catch {
    return null;
  }
}
