import type { RoleConfig } from '../config/access.ts';
import type { Rights } from '../scope/principal.ts';

/** The rights of one or several roles together; `null`: none of these roles exists. */
export type RightsOf = (roles: readonly string[]) => Rights | null;

/** Whoever has several roles sees what any of them sees. */
export function createRoles(roles: Readonly<Record<string, RoleConfig>>): RightsOf {
  const known = new Map(Object.entries(roles));
  return (names) => {
    const given = [...new Set(names)].map((name) => known.get(name)).filter((role) => role !== undefined);
    return given.length === 0 ? null : given.reduce<Rights>(together, NOTHING);
  };
}

const NOTHING: Rights = { sources: [], raw: false, explain: false, introspection: false };

const together = (a: Rights, b: Rights): Rights => ({
  sources: [...new Set([...a.sources, ...b.sources])],
  raw: a.raw || b.raw,
  explain: a.explain || b.explain,
  introspection: a.introspection || b.introspection,
});
