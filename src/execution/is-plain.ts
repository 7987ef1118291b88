import {
  GraphQLBoolean,
  GraphQLFloat,
  GraphQLID,
  GraphQLInt,
  type GraphQLLeafType,
  GraphQLString,
} from 'graphql';
import type { IsPlain } from './plan.ts';

const isText: IsPlain = (value) => typeof value === 'string';

/** The types of GraphQL itself check and convert all that they are given; most values are what they ought to be. */
const OF_TYPES = new Map<GraphQLLeafType, IsPlain>([
  [GraphQLBoolean, (value) => typeof value === 'boolean'],
  [GraphQLFloat, Number.isFinite],
  [GraphQLID, isText],
  [GraphQLInt, (value) => typeof value === 'number' && (value | 0) === value],
  [GraphQLString, isText],
]);

const never: IsPlain = () => false;

export const isPlainOf = (type: GraphQLLeafType): IsPlain => OF_TYPES.get(type) ?? never;
