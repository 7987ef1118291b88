import { z } from 'zod';
import { templateFault } from '../model/job-url.ts';

// Two conventions make every fault read well. A description is a noun phrase: "`endpoint` is missing; give <description>".
// A message is what follows the name of the key: "`endpoint` must be an http or https URL".

/** Any text but the empty one. */
export const text = z.string().min(1).meta({ description: 'text' });

/** A password, key or token. What it holds never appears in a fault. */
export const secret = z
  .string()
  .min(1)
  .meta({ description: `the secret, best from the environment: "\${NAME}"` });

/** An absolute http or https URL without credentials, query and fragment; slashes at its end are cut off. */
export const endpointUrl = z
  .string()
  .refine((value) => urlFault(value) === null, { error: ({ input }) => urlFault(String(input)) ?? undefined })
  .overwrite((value) => value.replace(/(?<!\/)\/+$/, ''))
  .meta({ description: "the address of the vendor's API, such as https://api.example.com" });

/** A vendor's region, such as `cn-north-4`. */
export const region = z
  .string()
  .regex(
    /^[a-z0-9][a-z0-9-]{0,62}$/,
    'must be a region: lower-case letters, digits and `-`, such as cn-north-4',
  )
  .meta({ description: 'the region, such as cn-north-4' });

/** A vendor's project id; it becomes a segment of a path. */
export const projectId = z
  .string()
  .regex(/^[A-Za-z0-9_-]{1,64}$/, 'must be a project id: letters, digits, `-` and `_`, at most 64')
  .meta({ description: "the project's id, as the vendor's console shows it" });

/** One id in a vendor's own spelling. */
export const nativeId = z
  .string()
  .regex(/^[^\s/?#\\]{1,256}$/, 'must be an id without spaces, `/`, `?`, `#` and `\\`')
  .meta({ description: "an id, as the vendor's console shows it" });

/** At least one id, none twice. */
export const idList = z
  .array(nativeId)
  .min(1, 'is an empty list; name at least one id, or leave the key out')
  .refine((ids) => new Set(ids).size === ids.length, 'names an id twice; name each once')
  .meta({ description: 'a list of ids' });

/** A whole number between two bounds, both allowed. */
export const wholeNumber = (minimum: number, maximum: number) =>
  z
    .int()
    .min(minimum)
    .max(maximum)
    .meta({ description: `a whole number from ${minimum} to ${maximum}` });

/** A length of time in milliseconds, between two bounds, both allowed. */
export const milliseconds = (minimum: number, maximum: number) =>
  z
    .int()
    .min(minimum)
    .max(maximum)
    .meta({ description: `milliseconds, from ${minimum} to ${maximum}` });

/** A TCP port to listen on; 0 takes any free one. */
export const port = wholeNumber(0, 65_535);

/** A name or address to listen on. */
export const host = z
  .string()
  .refine(isHost, 'must be a host name or an IP address, such as 127.0.0.1')
  .meta({ description: 'a host name or an IP address, such as 127.0.0.1' });

/** Where a gateway listens of which nothing is said. */
export const LISTENS: { readonly host: string; readonly port: number } = { host: '127.0.0.1', port: 4_000 };

/** What the names of types may begin with. */
export const isTypePrefix = (value: string): boolean => /^[A-Z][A-Za-z0-9]{0,39}$/.test(value);

/** Put before names of types. */
export const typePrefix = z
  .string()
  .refine(isTypePrefix, 'must begin with a capital letter, and be letters and digits, such as Jobweave')
  .meta({ description: 'what the names of types begin with, such as Jobweave' });

/** The address of a job for people, with places to fill in. */
export const urlTemplate = z
  .string()
  .refine((value) => templateFault(value) === null, {
    error: ({ input }) => templateFault(String(input)) ?? undefined,
  })
  .meta({ description: 'the address of a job, such as "https://console.example.com/jobs/{nativeId}"' });

/** Whether a text is a host name or an IP address, without port, brackets and scheme. */
export function isHost(value: string): boolean {
  return /^[A-Za-z0-9]([A-Za-z0-9._-]{0,251}[A-Za-z0-9])?$/.test(value) || z.ipv6().safeParse(value).success;
}

/** Scheme, host and port of a page, as browsers write it. */
export const origin = z
  .string()
  .refine(
    (value) => URL.canParse(value) && /^https?:/.test(value) && new URL(value).origin === value,
    'must be an origin: scheme, host and port alone, in lower case, such as https://jobs.example.com',
  )
  .meta({ description: 'an origin, such as https://jobs.example.com' });

function urlFault(value: string): string | null {
  if (!/^https?:\/\/[^/]/i.test(value) || /[\s\\]/.test(value) || !URL.canParse(value))
    return 'must be an http or https URL, such as https://api.example.com';
  const { username, password } = new URL(value);
  if (username !== '' || password !== '')
    return 'must hold no user name and password; they belong under `auth`';
  if (value.includes('?')) return 'must hold no query; end it before the `?`';
  if (value.includes('#')) return 'must hold no fragment; end it before the `#`';
  return null;
}
