import type { Change } from '../draw/drawn-change.ts';
import { ModelList } from './model-list.ts';
import type { ModelRow } from './model-row.ts';
import type { ModelVendor } from './model-vendor.ts';
import { rowId } from './row-book.ts';
import type { World } from './world.ts';

/** `edge`: the row that the client saw last. */
export function applyChange(world: World, change: Change, edge: string | null): void {
  const at = change.vendor % world.vendors.length;
  const vendor = world.vendors[at];
  if (vendor === undefined) return;
  const order = world.drawn.vendors[at]?.order;
  const isShuffled = order === 'shuffled';
  const slip = typeof order === 'object' ? change.slip : 0;
  const [key, list] = [...vendor.origins][change.pick % vendor.origins.size] ?? [];
  if (change.kind === 'origin-appears') appear(world, vendor, change, isShuffled);
  else if (list === undefined || key === undefined) return;
  else if (change.kind === 'origin-vanishes') vanish(world, vendor, key, list);
  else if (change.kind === 'insert-head')
    insert(world, vendor, list, world.newRow(world.newestTime(), false));
  else if (change.kind === 'insert-past')
    insert(world, vendor, list, world.newRow(change.time, isShuffled, slip));
  else if (change.kind === 'insert-beside') insertBeside(world, vendor, list, change, edge, isShuffled);
  else if (change.kind === 'shift-onto-stray') shiftOntoStray(world, vendor, list, change, edge);
  else changeRow(world, vendor, list, change, edge);
}

const NEW_ROWS = 3;

function appear(world: World, vendor: ModelVendor, { time }: Change, isShuffled: boolean): void {
  const list = new ModelList([]);
  vendor.origins.set(world.newOriginKey(), list);
  for (let i = 0; i < NEW_ROWS; i++) insert(world, vendor, list, world.newRow(time, isShuffled));
}

function vanish(world: World, vendor: ModelVendor, key: string, list: ModelList): void {
  for (const row of list.rows) world.book.changes(vendor, row);
  vendor.origins.delete(key);
}

function insert({ book }: World, vendor: ModelVendor, list: ModelList, row: ModelRow): void {
  list.insert(row);
  book.appears(vendor, row);
}

/** At the very instant of the row that the client saw last, or next to it. */
function insertBeside(
  world: World,
  vendor: ModelVendor,
  list: ModelList,
  { pick }: Change,
  edge: string | null,
  isShuffled: boolean,
): void {
  const time = edge === null ? null : (world.keyOf(edge)?.time ?? null);
  if (time !== null) insert(world, vendor, list, world.rowAt(time + (pick % 3) - 1, isShuffled));
}

/**
 * So many of the first rows go, or so many come before them, that a row that stands in a wrong place, in a part that the walk has
 * not come to, gets to the index of the row that the client saw last, or to one next to it.
 */
function shiftOntoStray(
  world: World,
  vendor: ModelVendor,
  list: ModelList,
  { pick }: Change,
  edge: string | null,
): void {
  const rows = list.sorted(null);
  const at = rows.findIndex(({ id }) => rowId(vendor.id, id) === edge);
  const newer = rows.findIndex(({ time }, i) => (rows[i - 1]?.time ?? time ?? 0) < (time ?? 0));
  if (at < 0 || newer < 0) return;
  const stray = newer > at ? newer + (pick % 2) : newer - 1 - (pick % 2);
  // The row itself stays: without it only the order would tell what was given out.
  for (const row of rows.slice(0, Math.min(at, Math.max(0, stray - at)))) {
    list.delete(row.id);
    world.book.changes(vendor, row);
  }
  for (let i = stray; i < at; i++) insert(world, vendor, list, world.newRow(world.newestTime(), false));
}

function changeRow(
  world: World,
  vendor: ModelVendor,
  list: ModelList,
  change: Change,
  edge: string | null,
): void {
  const { book, drawn } = world;
  const { kind } = change;
  const row = rowFor(world, vendor, list, change, edge);
  if (row === undefined) return;
  if (kind === 'spoil') {
    // Of a crawl a job is all that its list has; and of a page that comes again and again only its rows tell that it does.
    if (vendor.traits.kind === 'crawl' || vendor.traits.repeats) return;
    list.replace({ ...row, isUnreadable: true });
    book.changes(vendor, row);
    return;
  }
  if (kind !== 'status') {
    list.delete(row.id);
    book.changes(vendor, row);
    return;
  }
  // What is settled stays as it is.
  if (vendor.traits.kind === 'crawl' && row.status === 'SUCCEEDED') return;
  const changed: ModelRow = { ...row, status: row.status === 'FAILED' ? 'SUCCEEDED' : 'FAILED' };
  list.replace(changed);
  if (drawn.filter.statuses === undefined) return;
  book.changes(vendor, row);
  book.appears(vendor, changed);
}

function rowFor(
  world: World,
  vendor: ModelVendor,
  { rows }: ModelList,
  { kind, pick }: Change,
  edge: string | null,
): ModelRow | undefined {
  if (kind === 'delete-edge') return rows.find(({ id }) => rowId(vendor.id, id) === edge);
  if (kind !== 'delete-beside') return rows[pick % Math.max(1, rows.length)];
  // Of those next to the row that the client saw last: what was read and not given, or given before it.
  const time = edge === null ? null : (world.keyOf(edge)?.time ?? null);
  if (time === null) return undefined;
  const distance = (row: ModelRow): number => Math.abs((row.time ?? 0) - time);
  const others = rows.filter(({ id }) => rowId(vendor.id, id) !== edge);
  return others.toSorted((a, b) => distance(a) - distance(b))[pick % 3];
}
