import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makeExecutableSchema } from '@graphql-tools/schema';
import { isUnionType } from 'graphql';
import { readSdl } from '../../../src/server/read-sdl.ts';

test('a further vendor is one more file of SDL', () => {
  const sixth = 'extend union JobDetails = SixthJobDetails type SixthJobDetails { colour: String }';
  const schema = makeExecutableSchema({ typeDefs: [readSdl(), sixth] });
  const union = schema.getType('JobDetails');
  assert(isUnionType(union));
  assert.equal(union.getTypes().length, 6);
});
