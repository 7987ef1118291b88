import { drawScenario, type Trait } from './draw-scenario.ts';
import { KNOWN_FAULTS } from './known-faults.ts';
import { createRandom } from './random.ts';
import type { Scenario } from './scenario.ts';
import { CLIENT_TRAITS } from './traits/clients.ts';
import { LIST_TRAITS } from './traits/lists.ts';
import { SPOILT_TRAITS } from './traits/spoilt.ts';
import { TROUBLE_TRAITS } from './traits/troubles.ts';

const TRAITS: Readonly<Record<string, Trait>> = {
  ...CLIENT_TRAITS,
  ...LIST_TRAITS,
  ...SPOILT_TRAITS,
  ...TROUBLE_TRAITS,
};

/** Traits that were found to matter to each other; the mode `anything` draws its own. */
const COMBINED: readonly (readonly string[])[] = [
  ['one inversion', 'changes between pages'],
  ['many inversions', 'changes between requests'],
  ['one inversion', 'cursors of any edge'],
  ['ties', 'changes between requests'],
  ['ties', 'cursors of any edge'],
  ['ties', 'both cursors'],
  ['backward', 'changes between requests'],
  ['changes between pages', 'restarts in the midst'],
  ['changes between pages', 'both cursors and counts'],
  ['a cache', 'changes between pages', 'restarts in the midst'],
  ['several clients', 'changes between pages'],
  ['several clients', 'a blip'],
  ['the machine stands still', 'a blip'],
  ['the machine stands still', 'several clients', 'a blip'],
  ['the machine stands still', 'many inversions'],
  ['rows without a time', 'changes between pages'],
  ['rows without a time', 'backward'],
  ['pages cut, a total', 'ties'],
  ['a few rows at once', 'changes between pages'],
  ['pages cut at 10, no total', 'changes between pages'],
  ['a blip', 'changes between pages'],
  ['a blip', 'cursors of any edge'],
  ['a blip', 'restarts in the midst'],
  ['a blip', 'ties', 'backward'],
  ['blips of several', 'each page twice'],
  ['a source dies', 'each page twice'],
  ['a source dies', 'counts'],
  ['a rare status', 'a blip'],
  ['a rare status', 'cursors of any edge'],
  ['a list is found in the midst', 'counts'],
  ['look-ups by id', 'changes between pages'],
  ['the newer API', 'changes between pages'],
  ['the newer API', 'a blip'],
  ['the newer API', 'rows without a time'],
  ['the newer API', 'restarts in the midst', 'look-ups by id'],
  ['look-ups by id', 'ties'],
  ['look-ups by id', 'a blip'],
  ['clocks are put back', 'changes between requests'],
  ['clocks are put back', 'backward'],
  ['the order that is asked for does not count', 'changes between pages'],
  ['a short outage', 'cursors of any edge'],
  ['a short outage', 'backward'],
  ['both cursors', 'cursors of any edge'],
  ['both cursors', 'one inversion'],
  ['each page twice', 'one inversion'],
  ['two gateways in turn', 'changes between pages'],
  ['two gateways in turn', 'each page twice'],
  ['two gateways in turn', 'one inversion'],
  ['two gateways in turn', 'ties'],
  ['two gateways in turn', 'a blip'],
  ['the gateway dies in the midst of pages', 'changes between requests'],
  ['the gateway dies in the midst of pages', 'many inversions'],
  ['a filter in other words', 'cursors of any edge'],
  ['a page is cut twice', 'backward'],
  ['a page is cut twice', 'changes between requests'],
  ['a page is cut twice', 'ties'],
  ['a clock jumps', 'cursors of any edge'],
  ['a clock jumps', 'restarts in the midst'],
  ['rows move to other lists', 'cursors of any edge'],
  ['odd spellings', 'rows without a time', 'counts'],
  ['odd spellings', 'changes between pages'],
  ['odd spellings', 'look-ups by id'],
  ['odd spellings', 'ties', 'backward'],
  ['look-ups by id in crowds', 'several clients'],
  ['the last page of each list hangs', 'backward'],
  ['connections are reset when used again', 'changes between pages'],
  ['each page twice', 'ties that stand still'],
  ['each page twice', 'ties that stand still', 'two gateways in turn'],
  ['pages end at fixed places', 'backward'],
  ['pages end at fixed places', 'changes between requests'],
  ['pages end at fixed places', 'ties'],
  ['pages end at fixed places', 'ties', 'backward'],
  ['whole pages that cannot be read', 'backward'],
  ['whole pages that cannot be read', 'pages cut, a total'],
  ['whole pages that cannot be read', 'changes between pages', 'restarts in the midst'],
  ['whole pages that cannot be read', 'the count is the page’s'],
  ['whole pages that cannot be read', 'both cursors and counts'],
  ['whole pages that cannot be read', 'several clients'],
  ['ends that cannot be read', 'pages cut at 10, no total'],
  ['ends that cannot be read', 'rows without a time', 'counts'],
  ['ends that cannot be read', 'the breaker is open'],
  ['a few rows that cannot be read', 'ties'],
  ['a few rows that cannot be read', 'a few rows at once'],
  ['a few rows that cannot be read', 'pages end at fixed places'],
  ['a few rows that cannot be read', 'many inversions'],
  ['a few rows that cannot be read', 'changes between requests', 'counts'],
  ['a few rows that cannot be read', 'a rare status'],
  ['a few rows that cannot be read', 'each page twice'],
  ['rows are spoilt and mended', 'changes between requests'],
  ['rows are spoilt and mended', 'ends that cannot be read', 'cursors of any edge'],
  ['rows are spoilt and mended', 'markers as they come'],
  ['rows are spoilt and mended', 'a cache', 'counts'],
  ['times that cannot be read', 'changes between pages', 'backward'],
  ['many lists', 'a cache'],
  ['many lists', 'vendors are slow'],
];

const nameOf = (traits: readonly string[]): string => traits.join(' + ');

const NAMED = new Map<string, readonly string[]>([
  ...Object.keys(TRAITS).map((name) => [name, [name]] as const),
  ...COMBINED.map((traits) => [nameOf(traits), traits] as const),
]);

const ANYTHING = 'anything';

export const MODES: readonly string[] = [...NAMED.keys(), ANYTHING];

/** A mode is known to fail where it, or one of its traits, does. */
export const isKnown = (mode: string): boolean =>
  [mode, ...(NAMED.get(mode) ?? [])].some((name) => Object.hasOwn(KNOWN_FAULTS, name));

export function scenarioOf(mode: string, seed: number): Scenario {
  const names = mode === ANYTHING ? drawTraits(seed) : NAMED.get(mode);
  if (names === undefined) throw new RangeError(`There is no mode ${mode}; there are: ${MODES.join(', ')}.`);
  return drawScenario(
    mode,
    names.map((name) => TRAITS[name] ?? (() => undefined)),
    seed,
  );
}

/** These alone take many seconds, and leave no time for others. */
const ALONE: readonly string[] = [
  'a thousand lists',
  'a search outlasts the deadline',
  'a tie outlasts the deadline',
];

/** Two to four traits, none that is known to fail unless all are wanted. */
function drawTraits(seed: number): string[] {
  const random = createRandom(`traits/${seed}`);
  const all = Object.keys(TRAITS).filter((name) => !ALONE.includes(name) && (ALL_TRAITS || !isKnown(name)));
  return Array.from({ length: random.int(2, 4) }, () => random.pick(all));
}

const ALL_TRAITS = process.env['JOBWEAVE_ALL_MODES'] === '1';
