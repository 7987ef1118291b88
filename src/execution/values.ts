import { inspect } from 'node:util';
import {
  defaultTypeResolver,
  type FieldNode,
  type GraphQLAbstractType,
  GraphQLError,
  type GraphQLObjectType,
  type GraphQLResolveInfo,
  isObjectType,
} from 'graphql';
import { parseJson } from '../model/exact-json.ts';
import type { FieldPlan, Leaf } from './plan.ts';

/** Whether something can be waited for. */
export const isPromise = <T>(value: T | PromiseLike<T>): value is Promise<T> =>
  typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function';

/** Whether it is a list; a text is none. */
export const isIterable = (value: unknown): value is Iterable<unknown> =>
  typeof value === 'object' && value !== null && Symbol.iterator in value;

/** Whether it is a list that comes bit by bit. */
export const isAsyncIterable = (value: unknown): value is AsyncIterable<unknown> =>
  typeof value === 'object' && value !== null && Symbol.asyncIterator in value;

/** The object type of a value that the schema only knows to be one of several. Throws where it is none of them. */
export function runtimeTypeOf(
  abstract: GraphQLAbstractType,
  value: unknown,
  context: unknown,
  info: GraphQLResolveInfo,
  nodes: readonly FieldNode[],
): GraphQLObjectType | Promise<GraphQLObjectType> {
  const resolveType = abstract.resolveType ?? defaultTypeResolver;
  const name = resolveType(value, context, info, abstract);
  const typeNamed = (found: unknown): GraphQLObjectType => {
    const type = typeof found === 'string' ? info.schema.getType(found) : undefined;
    if (isObjectType(type) && info.schema.isSubType(abstract, type)) return type;
    const field = `${info.parentType.name}.${info.fieldName}`;
    throw new GraphQLError(
      `Abstract type "${abstract.name}" must resolve to one of its Object types at runtime for field "${field}"; it resolved to "${found}".`,
      { nodes },
    );
  };
  return isPromise(name) ? name.then(typeNamed) : typeNamed(name);
}

/** A part of the answer, as JSON. */
export type Written = string | Promise<string>;

/** The data of an answer, written already; who looks for an object finds none, and who writes it as JSON gets it whole. */
export class WrittenData {
  readonly [field: string]: unknown;
  readonly json: string;

  constructor(json: string) {
    this.json = json;
  }

  toJSON(): unknown {
    return parseJson(this.json);
  }
}

/** The error of a type is an ordinary one: the library takes no `GraphQLError` of it at its word either. */
export function leafText({ type, texts }: Leaf, value: unknown): string {
  const known = texts.get(value);
  if (known !== undefined) return known;
  let printed: unknown;
  try {
    printed = type.serialize(value);
  } catch (error) {
    throw error instanceof GraphQLError ? new Error(error.message) : error;
  }
  if (printed !== null && printed !== undefined) return JSON.stringify(printed);
  throw new Error(`Expected \`${type.name}.serialize\` to return a non-nullable value, returned: ${printed}`);
}

/** A value that comes later, and what stands before it. */
export interface Gap {
  readonly before: string;
  readonly written: Promise<string>;
}

/** As the engine's tree of texts: nothing is copied before all of the answer is. */
export function filled(gaps: readonly Gap[], end: string): Promise<string> {
  return Promise.all(gaps.map(({ written }) => written)).then((all) => {
    let text = '';
    gaps.forEach(({ before }, i) => {
      text += before + all[i];
    });
    return text + end;
  });
}

/** The error goes on when all has come that is waited for, or something else fails: as in the library, one error is enough. */
export function lost(gaps: readonly Gap[], error: unknown): Promise<string> {
  if (gaps.length === 0) throw error;
  const rethrow = (): never => {
    throw error;
  };
  return Promise.all(gaps.map(({ written }) => written)).then(rethrow, rethrow);
}

/** A text that was put together of others, copied: it no longer holds them, so that to keep it takes no more memory than itself. */
export const asOnePiece = (text: string): string => [text.slice(0, 1), text.slice(1)].join('');

export const listed = (items: readonly unknown[]): string => `[${items.join()}]`;

const nameOf = ({ parent, name }: FieldPlan): string => `${parent.name}.${name}`;

export const nullError = (field: FieldPlan): Error =>
  new Error(`Cannot return null for non-nullable field ${nameOf(field)}.`);

export const noListError = (field: FieldPlan): GraphQLError =>
  new GraphQLError(`Expected Iterable, but did not find one for field "${nameOf(field)}".`);

export const wrongTypeError = (
  { name }: GraphQLObjectType,
  value: unknown,
  { nodes }: FieldPlan,
): GraphQLError =>
  new GraphQLError(`Expected value of type "${name}" but got: ${inspect(value, { depth: 0 })}.`, { nodes });
