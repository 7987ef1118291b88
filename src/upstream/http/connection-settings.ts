import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { z } from 'zod';

const isProxy = (value: string): boolean =>
  URL.canParse(value) && /^https?:$/.test(new URL(value).protocol) && new URL(value).pathname === '/';

const proxyUrl = z
  .string()
  .refine(isProxy, 'must be the address of a proxy, such as http://proxy.example.com:3128')
  .meta({ description: 'the address of a proxy, such as http://proxy.example.com:3128' });

/** One proxy for all, none, or one for each scheme and names that need none. */
const proxy = z
  .union([
    z.literal('none'),
    proxyUrl,
    z.strictObject({
      https: proxyUrl.optional(),
      http: proxyUrl.optional(),
      /** As `NO_PROXY`: host names, with commas; of a domain its hosts too. */
      except: z
        .string()
        .meta({ description: 'names that are reached without a proxy, with commas between them' })
        .optional(),
    }),
  ])
  .meta({ description: 'the address of a proxy, or `none`' });

/** A PEM text, or the path of a file that holds one. */
const pem = (isPem: (text: string) => boolean, what: string) =>
  z
    .string()
    .min(1)
    .transform((value, context) => {
      const text = value.includes('-----BEGIN') ? value : fileText(value);
      if (text !== null && isPem(text)) return text;
      const message = text === null ? 'names no file that can be read' : `holds no ${what} in PEM form`;
      context.addIssue({ code: 'custom', message: `${message}; give the text, or the path of a file` });
      return z.NEVER;
    });

function fileText(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}

function isCertificate(text: string): boolean {
  try {
    return new X509Certificate(text).subject !== '';
  } catch {
    return false;
  }
}

const isKey = (text: string): boolean => /-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(text);

const tls = z
  .strictObject({
    /** Of an authority beside those that are known anyway. */
    ca: pem(isCertificate, 'certificate')
      .meta({ description: 'certificates of authorities that are trusted too' })
      .optional(),
    /** Of the gateway, where the vendor asks for one. */
    cert: pem(isCertificate, 'certificate')
      .meta({ description: 'the certificate of the gateway itself' })
      .optional(),
    key: pem(isKey, 'private key').meta({ description: 'the private key of that certificate' }).optional(),
    /** Takes any certificate: whoever is on the way can read everything. */
    insecure: z
      .boolean()
      .meta({ description: 'whether any certificate is taken: for a trial' })
      .default(false),
  })
  .refine(
    ({ cert, key }) => (cert === undefined) === (key === undefined),
    'needs `cert` and `key`, or neither',
  );

/** How a source's connections are made. */
export const connectionSettings = z.object({ proxy: proxy.optional(), tls: tls.optional() });

export type ConnectionSettings = z.output<typeof connectionSettings>;
