import { businessRefusal, plainRefusal } from './zstack-error.ts';
import type { ZstackColumn, ZstackTable, ZstackValue } from './zstack-table.ts';
import { parseMysqlTime, printMysqlTime, type ZstackClock } from './zstack-time.ts';

/**
 * In the order in which the server looks for them anywhere in the condition, values included
 * (docs/vendors/zstack.md#conditions).
 */
const OPERATORS = ['!=', '>=', '<=', '!?=', '!~=', '~=', '?=', '=', '>', '<', 'is null', 'not null'] as const;

type Operator = (typeof OPERATORS)[number];

export interface ParsedCondition {
  /** Trimmed. */
  readonly field: string;
  readonly operator: Operator;
  /** Not trimmed. */
  readonly value: string;
}

/** Splits a condition as the server does, which can be at the wrong place. */
export const parseCondition = (condition: string): ParsedCondition => {
  const operator = OPERATORS.find((candidate) => condition.includes(candidate));
  if (operator === undefined)
    throw plainRefusal(
      400,
      `Invalid query parameter. The '${condition}' in the parameter[q] doesn't contain any query operator. ` +
        `Valid query operators are [${OPERATORS.join(', ')}]`,
    );
  const at = condition.indexOf(operator);
  return { field: condition.slice(0, at).trim(), operator, value: condition.slice(at + operator.length) };
};

/** What MySQL compares: numbers for numbers, times and booleans, text without regard to case for text. */
type Operand = number | string;

const likePattern = (value: string): RegExp => {
  const source = value
    .replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')
    .replaceAll('%', '.*')
    .replaceAll('_', '.');
  return new RegExp(`^${source}$`, 'is');
};

const constantOperand = (type: ZstackColumn<never>['type'], value: string): Operand => {
  if (type === 'text') return value.toLowerCase();
  if (type === 'number') return Number.parseFloat(value) || 0;
  if (type === 'time') {
    const wall = parseMysqlTime(value);
    if (wall === null) throw businessRefusal('SYS.1000', `Incorrect DATETIME value: '${value}'`);
    return wall;
  }
  const bare = value.replaceAll(/['"]/g, '').toLowerCase();
  if (bare === 'true' || bare === '1') return 1;
  if (bare === 'false' || bare === '0') return 0;
  throw businessRefusal('SYS.1007', `'${value}' is no boolean; it must be true or false`);
};

const rowOperand = (column: ZstackColumn<never>, value: ZstackValue, clock: ZstackClock): Operand => {
  if (typeof value === 'number') return column.type === 'time' ? clock.wallOf(value) : value;
  return typeof value === 'string' ? value.toLowerCase() : Number(value);
};

const textOf = (column: ZstackColumn<never>, operand: Operand): string =>
  column.type === 'time' && typeof operand === 'number' ? printMysqlTime(operand) : String(operand);

const COMPARISONS: Readonly<Record<string, (operand: Operand, constant: Operand) => boolean>> = {
  '=': (operand, constant) => operand === constant,
  '!=': (operand, constant) => operand !== constant,
  '>': (operand, constant) => operand > constant,
  '<': (operand, constant) => operand < constant,
  '>=': (operand, constant) => operand >= constant,
  '<=': (operand, constant) => operand <= constant,
};

/** The test of one operator on a value that is not null. */
const testOf = (
  { operator, value }: ParsedCondition,
  column: ZstackColumn<never>,
): ((operand: Operand) => boolean) => {
  const isNegated = operator.startsWith('!');
  const compare = COMPARISONS[operator];
  if (compare !== undefined) {
    const constant = constantOperand(column.type, value);
    return (operand) => compare(operand, constant);
  }
  if (operator.endsWith('~=')) {
    const pattern = likePattern(value);
    return (operand) => pattern.test(textOf(column, operand)) !== isNegated;
  }
  if (operator.endsWith('?=')) {
    const members = new Set(value.split(',').map((member) => constantOperand(column.type, member)));
    return (operand) => members.has(operand) !== isNegated;
  }
  return () => operator === 'not null';
};

/**
 * The predicate of one `q`. As in SQL, a null passes no test but `is null`.
 * Throws the refusal for an unknown field or a value that the column cannot be compared with.
 */
export const compileCondition = <Row>(
  text: string,
  table: ZstackTable<Row>,
  clock: ZstackClock,
): ((row: Row) => boolean) => {
  const condition = parseCondition(text);
  const column = table.columns.get(condition.field);
  if (column === undefined)
    throw businessRefusal(
      'SYS.1000',
      `invalid condition, inventory[${table.name}] doesn't have field[${condition.field}]`,
    );
  const test = testOf(condition, column);
  return (row) => {
    const value = column.value(row);
    return value === null ? condition.operator === 'is null' : test(rowOperand(column, value, clock));
  };
};
