import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  defaultFieldResolver,
  type GraphQLObjectType,
  isIntrospectionType,
  isObjectType,
  isScalarType,
} from 'graphql';
import type {
  Count,
  JobError,
  JobProgress,
  PageInfo,
  ResolversParentTypes,
  SourceCapabilities,
  SourceError,
  SourceLabel,
} from '../../../src/generated/resolvers.ts';
import { executableSchema } from '../../support/create-test-gateway.ts';
import { undescribed } from './undescribed.ts';

type Parents = ResolversParentTypes;

/** The property names of a type, all of them: one too many or too few does not compile. */
const properties =
  <T>() =>
  <const K extends readonly Exclude<keyof T, '__typename'>[]>(
    ...names: [Exclude<keyof T, '__typename'>] extends [K[number]] ? K : never
  ): readonly string[] =>
    names.map(String);

/** Some property names of a type. */
const some =
  <T>() =>
  (...names: readonly (keyof T & string)[]): readonly string[] =>
    names;

/**
 * What the parents of each type's fields are made of, so that a field without a resolver of its own must be one of these.
 * The types are those that resolvers are given and give; a property that goes from one of them no longer compiles here.
 */
const PROPERTIES: Readonly<Record<string, readonly string[]>> = {
  Query: [],
  Job: some<Parents['Job']>()(
    'backend',
    'nativeId',
    'kind',
    'status',
    'nativeStatus',
    'statusMessage',
    'createdAt',
    'startedAt',
    'finishedAt',
    'progress',
    'error',
    'origin',
    'createdBy',
  ),
  Task: some<Parents['Task']>()(
    'job',
    'nativeId',
    'index',
    'name',
    'kind',
    'status',
    'nativeStatus',
    'statusMessage',
    'createdAt',
    'startedAt',
    'finishedAt',
    'error',
  ),
  Origin: some<Parents['Origin']>()('kind', 'nativeId'),
  Source: some<Parents['Source']>()('id', 'backend', 'capabilities'),
  JobConnection: [],
  JobEdge: [],
  SourceReport: some<Parents['SourceReport']>()(
    'owesRows',
    'state',
    'rowsReturned',
    'pushedDown',
    'residual',
  ),
  TaskConnection: properties<Parents['TaskConnection']>()('edges', 'nodes', 'pageInfo', 'totalCount'),
  TaskEdge: properties<Parents['TaskEdge']>()('cursor', 'node'),
  OriginConnection: properties<Parents['OriginConnection']>()('edges', 'nodes', 'pageInfo', 'totalCount'),
  OriginEdge: properties<Parents['OriginEdge']>()('cursor', 'node'),
  PageInfo: properties<PageInfo>()('hasNextPage', 'hasPreviousPage', 'startCursor', 'endCursor'),
  Count: properties<Count>()('value', 'precision'),
  JobProgress: properties<JobProgress>()('total', 'succeeded', 'failed', 'running'),
  JobError: properties<JobError>()('code', 'message'),
  CloudResource: some<Parents['CloudResource']>()('nativeId', 'type', 'sourceId'),
  SourceLabel: properties<SourceLabel>()('key', 'value'),
  SourceCapabilities: properties<SourceCapabilities>()(
    'sortsNatively',
    'orders',
    'filters',
    'countsJobs',
    'listsTasks',
    'pageSizeMax',
  ),
  SourceError: properties<SourceError>()('code', 'message', 'retryable', 'retryAfterMs', 'upstreamStatus'),
};

const schema = executableSchema();

/** Details are made by backends, whose rows a test with vendors reads: see the gateway's tests. */
const isOfOneVendor = ({ name }: GraphQLObjectType): boolean => name.endsWith('JobDetails');

const types = Object.values(schema.getTypeMap())
  .filter(isObjectType)
  .filter((type) => !isIntrospectionType(type));

for (const type of types.filter((one) => !isOfOneVendor(one))) {
  test(`each field of ${type.name} has a resolver, or is a property of what its resolver is given`, () => {
    const known = PROPERTIES[type.name];
    assert(known !== undefined, 'the type is listed above');
    const bare = Object.values(type.getFields())
      .filter(({ resolve }) => resolve === undefined || resolve === defaultFieldResolver)
      .map(({ name }) => name);
    assert.deepEqual(bare.sort(), known.toSorted());
  });
}

test('each resolver names all that it wants as parameters: the executor looks whether `info` is one of them', () => {
  const resolvers = types.flatMap((type) =>
    Object.values(type.getFields()).flatMap(({ resolve }) => resolve ?? []),
  );
  assert(resolvers.length > 50);
  for (const resolve of resolvers) {
    const [parameters = ''] = String(resolve).split(/=>|\) \{\n/);
    assert.doesNotMatch(parameters, /\.\.\.|[^=!<>]=[^=>]/, parameters);
  }
});

test('scalars say which specification they follow', () => {
  for (const name of ['DateTime', 'JSON']) {
    const type = schema.getType(name);
    assert(isScalarType(type) && type.specifiedByURL?.startsWith('https://'), name);
  }
});

test('everything in the executable schema says what it is', () => {
  assert.deepEqual(undescribed(schema), []);
});
