import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { executeCodegen } from '@graphql-codegen/cli';
import config from '../../codegen.ts';

test('the generated types are those of the schema: else run `npm run codegen`', async () => {
  const { result } = await executeCodegen({ ...config, silent: true });
  const [file, ...others] = result;
  assert.deepEqual(others, []);
  assert.equal(file?.filename, 'src/generated/resolvers.ts');
  assert.equal(await readFile(file.filename, 'utf8'), file.content);
});
