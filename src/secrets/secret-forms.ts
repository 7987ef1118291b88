/** Shorter ones may be words that mean something else: to take them out would spoil what is no secret. */
export const SHORTEST = 8;

/** The texts by which a secret is known wherever it stands: as it is, and encoded. The longest first. */
export function formsOf(secret: string): readonly string[] {
  const bytes = Buffer.from(secret);
  const percent = encodeURIComponent(secret.toWellFormed());
  const escaped = inJson(secret);
  const forms = [
    secret,
    escaped,
    inJson(escaped),
    percent,
    percent.replaceAll(/%../g, (byte) => byte.toLowerCase()),
    bytes.toString('hex'),
    bytes.toString('hex').toUpperCase(),
    ...[0, 1, 2].flatMap((offset) => base64At(bytes, offset)),
  ];
  return [...new Set(forms)].filter((form) => form.length >= SHORTEST).sort((a, b) => b.length - a.length);
}

/** As in a JSON text. */
const inJson = (text: string): string => JSON.stringify(text).slice(1, -1);

/**
 * What of it is the same in every base64 text in which it begins `offset` bytes after a group of three: a password is sent
 * with a name before it. The characters at both ends also depend on the neighbours.
 */
function base64At(bytes: Buffer, offset: number): string[] {
  const text = Buffer.concat([Buffer.alloc(offset), bytes]).toString('base64');
  const ends = text.indexOf('=');
  const own = text.slice(offset === 0 ? 0 : offset + 1, ends < 0 ? undefined : ends - 1);
  return [own, own.replaceAll('+', '-').replaceAll('/', '_')];
}
