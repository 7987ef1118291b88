import { z } from 'zod';
import { didYouMean } from './did-you-mean.ts';
import { quoteName } from './quote-name.ts';
import { endpointUrl, text, wholeNumber } from './settings.ts';

/** What a caller's token may be signed with: nothing that its verifier could also sign. */
export const JWT_ALGORITHMS = ['RS256', 'ES256', 'EdDSA'] as const;

const roleName = z
  .string()
  .regex(/^[A-Za-z0-9_.:-]{1,64}$/, 'must be letters, digits and `_.:-`, at most 64')
  .meta({ description: 'the name of a role' });

const sourcePattern = z
  .string()
  .regex(/^[a-z0-9*-]{1,60}$/, 'must be the id of a source, in which `*` may stand for any text')
  .meta({ description: 'the id of a source, in which `*` stands for any text' });

const role = z.strictObject({
  sources: z
    .array(sourcePattern)
    .min(1, 'is an empty list; name at least one source, or "*" for all')
    .meta({ description: 'the ids of the sources that exist for it, `*` for any text' }),
  raw: z.boolean().meta({ description: 'whether it sees `raw` of jobs and tasks' }).default(false),
  explain: z
    .boolean()
    .meta({ description: 'whether it sees what an answer took at the vendors' })
    .default(false),
  introspection: z.boolean().meta({ description: 'whether it sees the schema' }).default(false),
});

const apiKey = z.strictObject({
  name: z
    .string()
    .regex(/^[A-Za-z0-9_.:@-]{1,64}$/, 'must be letters, digits and `_.:@-`, at most 64')
    .meta({ description: 'who has the key, for logs' }),
  sha256: z
    .string()
    .regex(/^[0-9a-fA-F]{64}$/, 'must be 64 hexadecimal digits: the SHA-256 of the key, not the key itself')
    .toLowerCase()
    .meta({ description: 'the SHA-256 of the key, as 64 hexadecimal digits' }),
  role: roleName,
  expires: z.iso
    .datetime({
      offset: true,
      error: 'must be a time with an offset, such as "2027-06-30T00:00:00Z"',
    })
    .meta({ description: 'when the key stops being good, such as "2027-06-30T00:00:00Z"' })
    .exactOptional(),
});

const claim = z
  .union([text, z.array(text).min(1)])
  .meta({ description: 'the name of a claim, or the names on the way to it' });

const jwt = z.strictObject({
  issuer: text.meta({ description: "the tokens' `iss`, letter for letter" }),
  audience: text.meta({ description: "what the tokens' `aud` has to be, or to contain" }),
  jwks: endpointUrl
    .refine(isPrivateChannel, 'must be an https URL: whoever can change the keys on their way can be anybody')
    .meta({ description: 'the address of the JSON Web Key Set of the issuer' }),
  jwksSeconds: wholeNumber(10, 86_400)
    .meta({ description: 'how long keys are believed before they are read anew' })
    .default(600),
  jwksOutageSeconds: wholeNumber(0, 604_800)
    .meta({ description: 'how old they may be where they cannot be read anew' })
    .default(3_600),
  algorithms: z
    .array(z.enum(JWT_ALGORITHMS))
    .min(1)
    .meta({ description: 'what tokens may be signed with' })
    .default([...JWT_ALGORITHMS]),
  nameClaim: claim.default('sub'),
  roleClaim: claim.default('roles'),
  defaultRole: roleName.exactOptional(),
});

/** Who may ask, and what they may see. */
export const accessSchema = z
  .strictObject({
    allowAnonymous: z
      .boolean()
      .meta({ description: 'whether callers may come in who do not say who they are' })
      .default(false),
    anonymousRole: roleName.exactOptional(),
    roles: z
      .record(roleName, role)
      .meta({ description: 'what exists for whom, by the name of the role' })
      .default({}),
    apiKeys: z.array(apiKey).meta({ description: 'keys that callers send' }).default([]),
    jwt: jwt.meta({ description: 'tokens of an issuer that callers send' }).exactOptional(),
  })
  .superRefine((access, context) => {
    for (const { path, message } of accessFaults(access))
      context.addIssue({ code: 'custom', path: [...path], message });
  });

export type AccessConfig = z.output<typeof accessSchema>;
export type RoleConfig = z.output<typeof role>;
export type ApiKeyConfig = z.output<typeof apiKey>;
export type JwtConfig = z.output<typeof jwt>;

interface Fault {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

function accessFaults(access: AccessConfig): Fault[] {
  const named = [
    ...access.apiKeys.map((key, i) => ({ path: ['apiKeys', i, 'role'], name: key.role })),
    { path: ['jwt', 'defaultRole'], name: access.jwt?.defaultRole },
    { path: ['anonymousRole'], name: access.anonymousRole },
  ];
  const unknown = named.flatMap(({ path, name }) =>
    name === undefined || Object.hasOwn(access.roles, name)
      ? []
      : [{ path, message: unknownRole(name, Object.keys(access.roles)) }],
  );
  return [
    ...unknown,
    ...repeated(access.apiKeys, 'name'),
    ...repeated(access.apiKeys, 'sha256'),
    ...anonymousFault(access),
  ];
}

function unknownRole(name: string, roles: readonly string[]): string {
  const guess = didYouMean(name, roles);
  const known = roles.length === 0 ? '`roles` has none' : `\`roles\` has ${roles.join(', ')}`;
  return `names no role; ${guess === null ? known : `did you mean ${quoteName(guess)}?`}`;
}

function repeated(keys: AccessConfig['apiKeys'], field: 'name' | 'sha256'): Fault[] {
  return keys.flatMap((key, i) => {
    const first = keys.findIndex((other) => other[field] === key[field]);
    return first === i
      ? []
      : [{ path: ['apiKeys', i, field], message: `is that of apiKeys[${first}]; give each key its own` }];
  });
}

/** Whether callers can tell who they are. */
export const canAuthenticate = ({ apiKeys, jwt: tokens }: Pick<AccessConfig, 'apiKeys' | 'jwt'>): boolean =>
  apiKeys.length > 0 || tokens !== undefined;

/** With keys, a caller without one sees what somebody has chosen for such callers, or nothing. */
function anonymousFault(access: AccessConfig): Fault[] {
  const { allowAnonymous, anonymousRole } = access;
  if (!canAuthenticate(access)) return [];
  if (allowAnonymous && anonymousRole === undefined)
    return [
      {
        path: ['allowAnonymous'],
        message: 'needs `anonymousRole`: what callers without credentials may see',
      },
    ];
  if (!allowAnonymous && anonymousRole !== undefined)
    return [
      {
        path: ['anonymousRole'],
        message: 'needs `allowAnonymous: true`: callers without credentials are refused',
      },
    ];
  return [];
}

function isPrivateChannel(url: string): boolean {
  if (!URL.canParse(url)) return true;
  const { protocol, hostname } = new URL(url);
  return protocol === 'https:' || isLoopbackName(hostname);
}

/** Whether a host's name or address, with or without brackets, is this machine to itself alone. */
export function isLoopbackName(host: string): boolean {
  const name = host.toLowerCase().replace(/^\[|\]$/g, '');
  return (
    name === 'localhost' || name.endsWith('.localhost') || name === '::1' || /^127(\.\d{1,3}){3}$/.test(name)
  );
}

/** Names of sources, in roles, that are not configured: a typing mistake would hide a source without a word. */
export function strayPatterns(access: AccessConfig, ids: readonly string[]): Fault[] {
  return Object.entries(access.roles).flatMap(([name, { sources }]) =>
    sources.flatMap((pattern, i) => {
      if (!/^[a-z0-9-]+$/.test(pattern) || ids.includes(pattern)) return [];
      const guess = didYouMean(pattern, ids);
      const hint = guess === null ? `there are ${ids.join(', ')}` : `did you mean ${quoteName(guess)}?`;
      return [{ path: ['access', 'roles', name, 'sources', i], message: `names no source; ${hint}` }];
    }),
  );
}
