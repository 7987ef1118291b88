import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makeExecutableSchema } from '@graphql-tools/schema';
import {
  type GraphQLEnumType,
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  isUnionType,
} from 'graphql';
import { backends } from '../../../src/backends/index.ts';
import { CODES } from '../../../src/model/error-codes.ts';
import { JOB_STATUSES, phaseOf } from '../../../src/model/job-status.ts';
import { readSdl } from '../../../src/server/read-sdl.ts';
import { undescribed } from './undescribed.ts';

const pascalCase = (name: string): string =>
  name.replaceAll(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase());

const schema: GraphQLSchema = makeExecutableSchema({ typeDefs: readSdl() });

/** Design §2.3, written down by hand: names that users script against. */
const CONTRACT: Readonly<Record<string, string>> = {
  Query: 'jobs job task node nodes sources source',
  Node: 'id',
  JobFilter:
    'sources backends origins statuses notStatuses phases createdAfter createdBefore createdWithin finishedAfter ' +
    'finishedBefore names nameContains createdBy resourceIds kinds',
  JobOrder: 'CREATED_AT_DESC CREATED_AT_ASC',
  JobConnection: 'edges nodes pageInfo totalCount sources',
  PageInfo: 'hasNextPage hasPreviousPage startCursor endCursor',
  Count: 'value precision',
  CountPrecision: 'EXACT AT_LEAST',
  JobEdge: 'cursor node late',
  Job:
    'id source backend nativeId name kind status nativeStatus phase isTerminal statusMessage createdAt startedAt ' +
    'finishedAt durationSeconds elapsedSeconds url progress error origin resource createdBy tasks details raw',
  JobProgress: 'total succeeded failed running',
  JobError: 'code message',
  Origin: 'id kind nativeId name source jobs',
  CloudResource: 'id nativeId type sourceId jobs',
  Task:
    'id job nativeId index name kind status nativeStatus phase isTerminal statusMessage createdAt startedAt finishedAt ' +
    'durationSeconds elapsedSeconds error resource raw',
  TaskConnection: 'edges nodes pageInfo totalCount',
  TaskEdge: 'cursor node',
  JobStatus:
    'QUEUED RUNNING PAUSED CANCELING ROLLING_BACK SUCCEEDED PARTIALLY_FAILED FAILED TIMED_OUT CANCELED ROLLED_BACK ' +
    'SKIPPED UNKNOWN',
  JobPhase: 'PENDING ACTIVE DONE UNKNOWN',
  /** `HuaweiCssJobDetails` of `huawei-css`. */
  JobDetails: backends.map(({ name }) => `${pascalCase(name)}JobDetails`).join(' '),
  SourceLabel: 'key value',
  Source: 'id backend name region host labels state lastError lastCheckedAt origins capabilities jobs',
  SourceState: 'HEALTHY DEGRADED DOWN UNKNOWN',
  SourceCapabilities: 'sortsNatively orders filters countsJobs listsTasks pageSizeMax',
  OriginConnection: 'edges nodes pageInfo totalCount',
  OriginEdge: 'cursor node',
  SourceReport:
    'source state error owesRows requests rowsFetched rowsReturned cacheHits pushedDown residual durationMs waitedMs',
  SourceReportState: 'OK PARTIAL LATE FAILED SKIPPED',
  SourceError: 'code message retryable retryAfterMs upstreamStatus',
};

/** Design §2.3: what is asked of the two fields that take the most. */
const ARGUMENTS: Readonly<Record<string, string>> = {
  'Query.jobs':
    'filter: JobFilter, orderBy: JobOrder = CREATED_AT_DESC, first: Int, after: String, last: Int, before: String',
  'CloudResource.jobs':
    'filter: JobFilter, orderBy: JobOrder = CREATED_AT_DESC, first: Int, after: String, last: Int, before: String',
  'Job.tasks': 'statuses: [JobStatus!], first: Int = 50, after: String, last: Int, before: String',
  'Source.origins': 'first: Int = 50, after: String',
};

const sorted = (names: Iterable<string>): string[] => [...names].sort();

function membersOf(name: string): string[] {
  const type = schema.getType(name);
  if (isEnumType(type)) return type.getValues().map((value) => value.name);
  if (isUnionType(type)) return type.getTypes().map((member) => member.name);
  if (isObjectType(type) || isInterfaceType(type) || isInputObjectType(type))
    return Object.keys(type.getFields());
  return assert.fail(`the schema has no type ${name}`);
}

for (const [name, members] of Object.entries(CONTRACT)) {
  test(`${name} has the members of the contract and no others`, () => {
    assert.deepEqual(sorted(membersOf(name)), sorted(members.split(' ')));
  });
}

test('no type is there that the contract does not name', () => {
  const details = membersOf('JobDetails');
  const builtIn = ['Boolean', 'Float', 'ID', 'Int', 'String'];
  const named = Object.keys(schema.getTypeMap()).filter((name) => !name.startsWith('__'));
  assert.deepEqual(
    sorted(named),
    sorted([...Object.keys(CONTRACT), ...details, ...builtIn, 'DateTime', 'Duration', 'JSON']),
  );
});

for (const [coordinate, expected] of Object.entries(ARGUMENTS)) {
  test(`${coordinate} takes the arguments of the contract`, () => {
    const [typeName = '', fieldName = ''] = coordinate.split('.');
    const type = schema.getType(typeName);
    assert(isObjectType(type));
    const args = type.getFields()[fieldName]?.args ?? [];
    const written = args.map((arg) => {
      const preset = arg.defaultValue === undefined ? '' : ` = ${String(arg.defaultValue)}`;
      return `${arg.name}: ${String(arg.type)}${preset}`;
    });
    assert.equal(written.join(', '), expected);
  });
}

test('everything in the schema says what it is', () => {
  assert.deepEqual(undescribed(schema), []);
});

const valuesOf = (name: string): string[] => {
  const type = schema.getType(name);
  assert(isEnumType(type));
  return (type satisfies GraphQLEnumType).getValues().map((value) => value.name);
};

test('the statuses are those of the model, in its order', () => {
  assert.deepEqual(valuesOf('JobStatus'), [...JOB_STATUSES]);
});

test('the phases are those of the model', () => {
  assert.deepEqual(sorted(valuesOf('JobPhase')), sorted(new Set(JOB_STATUSES.map(phaseOf))));
});

test('the description of SourceError.code lists every code of the model', () => {
  const type = schema.getType('SourceError');
  assert(isObjectType(type));
  const { code } = type.getFields();
  const listed = code?.description?.match(/`([A-Z_]+)`/g) ?? [];
  assert.deepEqual(
    listed,
    Object.keys(CODES).map((name) => `\`${name}\``),
  );
});
