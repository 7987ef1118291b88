export interface ModelRow {
  readonly id: string;
  /** `null`: the vendor does not know it. */
  readonly time: number | null;
  /** What the vendor sorts by, the greatest first. In an honest list it is the time; rows without one stand last. */
  readonly place: number;
  readonly status: 'SUCCEEDED' | 'FAILED';
  /** The vendor writes it as nobody expects it. */
  readonly isUnreadable?: boolean;
}
