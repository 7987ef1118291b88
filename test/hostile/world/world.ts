import { createRandom, type Random } from '../random.ts';
import type { Change, Scenario, SourcePlan, Style } from '../scenario.ts';
import { createRowMaker, NEWEST, type RowMaker } from './create-rows.ts';
import { matches } from './matches.ts';
import { byRank, type Key, nameOf, type Row, type RowList, SPOILINGS } from './row.ts';

/** The truth about one source. */
export interface WorldSource {
  readonly id: string;
  readonly plan: SourcePlan;
  readonly lists: Map<string, RowList>;
}

export interface World {
  readonly sources: readonly WorldSource[];
  readonly change: (kind: Change, pick: number, edge: Key | null) => void;
  /** Rows that match now. */
  readonly matching: () => Key[];
  /** The row as it is, or was; null: it has never been there, as far as the filter sees. */
  readonly find: (key: Key) => Key | null;
  /** Rows of `since` that have matched without a break, and kept their places in the vendor's list. */
  readonly steady: (since: number) => Key[];
  /** Whether a row has got another place in the vendor's list since a moment. */
  readonly hasMoved: (key: Key, since: number) => boolean;
  /** A moment, for `steady` and `hasMoved`. */
  readonly now: () => number;
  /** How many rows have matched throughout from a time of day on, and how many at any time. */
  readonly countsSince: (at: number) => { readonly least: number; readonly most: number };
  /** The same of rows that cannot be read. */
  readonly spoiltSince: World['countsSince'];
  /** Of each source, rows that could not be read all the time since a moment. */
  readonly steadilySpoilt: (since: number) => Key[];
  /** When what discovery must find for a row came into being; 0: it was always there. */
  readonly bornAt: (key: Key) => number;
}

/** Two of its rows share a place in the order of a list. */
export function hasTie({ plan, lists }: WorldSource): boolean {
  const all = [...lists.values()].map(({ rows }) => rows.map(({ rank }) => rank));
  const streams = plan.style === 'zstack' ? [all.flat()] : all;
  return streams.some((ranks) => new Set(ranks).size < ranks.length);
}

const SPOILS: readonly Change[] = ['spoil', 'spoil-page', 'mend'];

interface Place {
  readonly list: string;
  readonly rank: number;
}

interface Life {
  readonly key: Key;
  readonly born: number;
  /** Time of day; 0: from the start. */
  readonly bornAt: number;
  died: number;
  /** Time of day. */
  diedAt: number;
  /** Its place, in which list and where, and when it last got another one: the moment, and the time of day. */
  place: Place;
  moved: number;
  movedAt: number;
}

export function createWorld(scenario: Scenario): World {
  const random = createRandom(`${scenario.seed}/rows`);
  const makers = new Map<string, RowMaker>();
  const births = new Map<string, number>();
  const sources = scenario.sources.map((plan, s): WorldSource => {
    const id = `s${s}`;
    const maker = createRowMaker(plan, random);
    makers.set(id, maker);
    const lists = plan.lists.map((list, l) => maker.list(`o${s}x${l}`, list));
    return { id, plan, lists: new Map(lists.map((list) => [list.id, list])) };
  });
  const record = createRecord(sources, (row, style) => matches(row, style, scenario.filter));
  const unread = createRecord(
    sources,
    (row, style) => row.spoilt !== null && matches({ ...row, spoilt: null }, style, scenario.filter),
  );
  const makerOf = (source: WorldSource): RowMaker => {
    const maker = makers.get(source.id);
    if (maker === undefined) throw new RangeError(`there is no source ${source.id}`);
    return maker;
  };
  let appeared = 0;

  /** A list like the first one of the source. */
  function appear(source: WorldSource): void {
    const [like] = source.plan.lists;
    if (like === undefined || source.plan.style === 'zstack') return;
    appeared += 1;
    const list = makerOf(source).list(`n${appeared}${source.id}`, { ...like, rows: Math.min(like.rows, 25) });
    source.lists.set(list.id, list);
    births.set(`${source.id}/${list.id}`, Date.now());
  }

  /** All rows of a list, and the list has another name from now on. */
  function moveList(source: WorldSource, { id, rows }: RowList): void {
    if (source.plan.style === 'zstack') return;
    appeared += 1;
    const list = { id: `m${appeared}${source.id}`, rows };
    source.lists.delete(id);
    source.lists.set(list.id, list);
    births.set(`${source.id}/${list.id}`, Date.now());
  }

  function change(kind: Change, pick: number, edge: Key | null): void {
    const drawn = createRandom(`${scenario.seed}/${kind}/${pick}`);
    const source = drawn.pick(sources);
    const lists = [...source.lists.values()];
    if (kind === 'origin-appears') appear(source);
    else if (kind === 'origin-vanishes') {
      if (lists.length > 1) source.lists.delete(drawn.pick(lists).id);
    } else if (kind === 'list-moves') {
      if (lists.length > 0) moveList(source, drawn.pick(lists));
    } else if (kind === 'row-moves') moveRow(lists, drawn);
    else if (kind === 'delete-edge') deleteRow(sources, edge);
    else if (kind === 'spoil-edge') spoilEdge(sources, edge, drawn);
    else if (SPOILS.includes(kind) && !canSpoil(source)) return;
    else if (lists.length > 0) changeList(kind, drawn.pick(lists), makerOf(source), drawn, edge);
    record.look();
    unread.look();
  }

  /** Where each row is a list of its own, it is found, or not, by itself. */
  const bornAt = (key: Key): number => {
    const life = record.lifeOf(key);
    const style = sources.find(({ id }) => id === key.source)?.plan.style;
    if (style === 'huawei-servicestage') return life?.bornAt ?? 0;
    return births.get(`${key.source}/${life?.place.list}`) ?? 0;
  };

  return {
    sources,
    change,
    ...record,
    bornAt,
    spoiltSince: unread.countsSince,
    steadilySpoilt: unread.steady,
  };
}

function deleteRow(sources: readonly WorldSource[], edge: Key | null): void {
  for (const source of sources.filter(({ id }) => id === edge?.source))
    for (const list of source.lists.values()) list.rows = list.rows.filter(({ id }) => id !== edge?.id);
}

/** Of what is found one by one, what was seen once stays known. */
const canSpoil = ({ plan }: WorldSource): boolean => plan.style !== 'huawei-servicestage';

function spoilEdge(sources: readonly WorldSource[], edge: Key | null, random: Random): void {
  for (const source of sources.filter((one) => one.id === edge?.source && canSpoil(one)))
    for (const { rows } of source.lists.values())
      for (const row of rows) if (row.id === edge?.id) row.spoilt = random.pick(SPOILINGS);
}

function spoilRows({ rows }: RowList, count: number, random: Random): void {
  const first = random.int(0, rows.length);
  for (const row of rows.toSorted(byRank).slice(first, first + count)) row.spoilt = random.pick(SPOILINGS);
}

function mend({ rows }: RowList, random: Random): void {
  for (const row of rows) if (row.spoilt !== null && random.chance(0.7)) row.spoilt = null;
}

function moveRow(lists: readonly RowList[], random: Random): void {
  const [from, to] = [random.pick(lists), random.pick(lists)];
  const row = from.rows[random.int(0, from.rows.length)];
  if (row === undefined || from === to) return;
  from.rows = from.rows.filter((one) => one !== row);
  to.rows.push(row);
}

function changeList(kind: Change, list: RowList, maker: RowMaker, random: Random, edge: Key | null): void {
  const insert = (time: number | null): void => {
    list.rows.push(maker.row(list.id, time));
  };
  const top = Math.max(NEWEST, ...list.rows.map(({ rank }) => rank)) + 1_000;
  if (kind === 'insert-newest') insert(top);
  else if (kind === 'clock-jumps') {
    insert(NEWEST + random.int(-7_200, 7_200) * 1_000);
    const row = list.rows.at(-1);
    if (row !== undefined) row.rank = top;
  } else if (kind === 'insert-anywhere') insert(NEWEST - random.int(0, 7_200) * 1_000);
  else if (kind === 'insert-at-edge') insert(edge?.time ?? NEWEST);
  else if (list.rows.length === 0) return;
  else if (kind === 'spoil') spoilRows(list, random.int(1, 3), random);
  else if (kind === 'spoil-page') spoilRows(list, random.int(20, 130), random);
  else if (kind === 'mend') mend(list, random);
  else if (kind === 'delete') {
    const gone = random.pick(list.rows);
    list.rows = list.rows.filter((row) => row !== gone);
  } else if (kind === 'invert') random.pick(list.rows).rank += random.int(-300, 300) * 1_000;
  else if (kind === 'status') {
    const row = random.pick(list.rows);
    row.status = row.status === 'FAILED' ? 'SUCCEEDED' : 'FAILED';
  }
}

/** Watches which rows are wanted, and since when. */
function createRecord(sources: readonly WorldSource[], isWanted: IsWanted) {
  const lives = new Map<string, Life>();
  const alive = (life: Life): boolean => life.died === Number.POSITIVE_INFINITY;
  let moment = 0;

  function look(): void {
    moment += 1;
    const seen = new Set<string>();
    for (const source of sources) {
      const found = matchingOf(source, isWanted);
      for (const { key, place } of found) {
        const name = nameOf(key);
        seen.add(name);
        const life = lives.get(name);
        if (life === undefined || life.died !== Number.POSITIVE_INFINITY)
          lives.set(name, {
            key,
            born: moment,
            bornAt: moment === 1 ? 0 : Date.now(),
            died: Number.POSITIVE_INFINITY,
            diedAt: Number.POSITIVE_INFINITY,
            place,
            moved: 0,
            movedAt: 0,
          });
        else if (life.place.rank !== place.rank || life.place.list !== place.list)
          Object.assign(life, { place, moved: moment, movedAt: Date.now() });
      }
    }
    for (const [name, life] of lives)
      if (!seen.has(name) && alive(life)) Object.assign(life, { died: moment, diedAt: Date.now() });
  }
  look();

  return {
    look,
    now: () => moment,
    matching: () => [...lives.values()].filter(alive).map(({ key }) => key),
    find: (key: Key) => lives.get(nameOf(key))?.key ?? null,
    steady: (since: number) =>
      [...lives.values()]
        .filter((life) => life.born <= since && life.moved <= since && alive(life))
        .map(({ key }) => key),
    hasMoved: (key: Key, since: number) => (lives.get(nameOf(key))?.moved ?? 0) > since,
    lifeOf: (key: Key) => lives.get(nameOf(key)) ?? null,
    // Lists, and rows that are found one by one, are not all counted at the same moment.
    countsSince: (at: number) => {
      const since = [...lives.values()].filter(({ diedAt }) => diedAt > at);
      const throughout = since.filter((life) => alive(life) && life.bornAt <= at && life.movedAt <= at);
      // What goes from list to list meanwhile may be counted in both.
      return {
        least: throughout.length,
        most: since.length + since.filter((life) => life.movedAt > at).length,
      };
    },
  };
}

type IsWanted = (row: Row, style: Style) => boolean;

function matchingOf(source: WorldSource, isWanted: IsWanted): Pick<Life, 'key' | 'place'>[] {
  const isOneTable = source.plan.style === 'zstack';
  return [...source.lists.values()].flatMap((list) =>
    list.rows
      .filter((row) => isWanted(row, source.plan.style))
      .map(({ id, time, rank }) => ({
        key: { source: source.id, id, time },
        place: { list: isOneTable ? '' : list.id, rank },
      })),
  );
}
