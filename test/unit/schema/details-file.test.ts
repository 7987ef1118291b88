import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makeExecutableSchema } from '@graphql-tools/schema';
import { isUnionType } from 'graphql';
import { backends } from '../../../src/backends/index.ts';
import { readSdl } from '../../../src/server/read-sdl.ts';

test('a further vendor is one more file of SDL', () => {
  const further = 'extend union JobDetails = FurtherJobDetails type FurtherJobDetails { colour: String }';
  const schema = makeExecutableSchema({ typeDefs: [readSdl(), further] });
  const union = schema.getType('JobDetails');
  assert(isUnionType(union));
  assert.equal(union.getTypes().length, backends.length + 1);
});
