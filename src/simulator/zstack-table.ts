/** What a column can hold; `null` prints as an absent field. */
export type ZstackValue = string | number | boolean | null;

/** `time`: the value is epoch milliseconds, compared and printed as the management node's wall clock shows it. */
export interface ZstackColumn<Row> {
  readonly type: 'text' | 'number' | 'boolean' | 'time';
  readonly value: (row: Row) => ZstackValue;
}

/** Rows that the query language of docs/vendors/zstack.md#conditions works on. */
export interface ZstackTable<Row> {
  /** E.g. `SchedulerJobHistory`. */
  readonly name: string;
  readonly className: string;
  /** Native fields in the order in which they are printed. */
  readonly columns: ReadonlyMap<string, ZstackColumn<Row>>;
  /** Fields that can be printed only. */
  readonly lists?: ReadonlyMap<string, (row: Row) => readonly string[]>;
  readonly rows: () => Row[];
}

type Read<Row> = (row: Row) => ZstackValue;

export const textColumn = <Row>(value: Read<Row>): ZstackColumn<Row> => ({ type: 'text', value });
export const numberColumn = <Row>(value: Read<Row>): ZstackColumn<Row> => ({ type: 'number', value });
export const booleanColumn = <Row>(value: Read<Row>): ZstackColumn<Row> => ({ type: 'boolean', value });
export const timeColumn = <Row>(value: Read<Row>): ZstackColumn<Row> => ({ type: 'time', value });
