import type { Rights } from '../scope/principal.ts';

/** The sources, by id, that somebody may see, in the same order. */
export function visibleSources<Source>(
  sources: ReadonlyMap<string, Source>,
  rights: Rights,
): ReadonlyMap<string, Source> {
  return seesAll(rights) ? sources : new Map([...sources].filter(([id]) => maySee(rights, id)));
}

/** Whether no source is hidden, and none ever will be. */
export const seesAll = ({ sources }: Rights): boolean => sources.includes('*');

/** The same text for all who see the same: patterns count, and not the sources of today, so that new ones end no walk. */
export const viewName = ({ sources }: Rights): string => JSON.stringify([...new Set(sources)].sort());

const maySee = ({ sources }: Rights, id: string): boolean =>
  sources.some((pattern) => matchesPattern(pattern, id));

/** Whether a whole id is what a pattern says, in which `*` stands for any text, also for none. */
export function matchesPattern(pattern: string, id: string): boolean {
  const [first = '', ...rest] = pattern.split('*');
  const last = rest.pop();
  if (last === undefined) return id === pattern;
  if (!id.startsWith(first)) return false;
  let from = first.length;
  for (const part of rest) {
    const found = id.indexOf(part, from);
    if (found < 0) return false;
    from = found + part.length;
  }
  return id.length - last.length >= from && id.endsWith(last);
}
