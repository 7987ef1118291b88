export const VENDORS = [
  'zstack',
  'huawei-workspace',
  'huawei-css',
  'huawei-vbs',
  'huawei-servicestage',
] as const;

export type Vendor = (typeof VENDORS)[number];

/** All that there is to read; the same world has the same jobs, for ever. */
export interface World {
  /** Streams of each vendor; `zstack` has one at most, the others one for each origin. */
  readonly streams: Readonly<Partial<Record<Vendor, number>>>;
  /** Jobs of each stream; an instance of `huawei-servicestage` knows only its last one. */
  readonly rows: number;
  /** Added to every answer of a vendor. */
  readonly latencyMs: number;
}

/** One ordered list of jobs at one vendor. */
export interface Stream {
  readonly vendor: Vendor;
  /** Among all streams of the world, and among those of its vendor. */
  readonly place: number;
  readonly origin: number;
  readonly rows: number;
  /** Of all streams: each has one job in as many times ten seconds. */
  readonly streams: number;
}

export function streamsOf(world: World): Stream[] {
  const kinds = VENDORS.flatMap((vendor) =>
    Array.from({ length: world.streams[vendor] ?? 0 }, (_, origin) => ({ vendor, origin })),
  );
  return kinds.map(({ vendor, origin }, place) => {
    const rows = vendor === 'huawei-servicestage' ? 1 : world.rows;
    return { vendor, origin, place, rows, streams: kinds.length };
  });
}
